using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Notifications.Migrations;

/// <summary>The notifications' table: read by user, newest first; counted by what is unread.</summary>
[Data.Migration("2026_11_21_01")]
internal sealed class CreateNotifications : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.Table("Notifications_Notification", t => t.Id().Long("UserId").Text("Kind", 10).Text("Text", 100)
        .Json("Args").TextOrNull("Path", 500).Utc("CreatedUtc").UtcOrNull("ReadUtc")
        .BelongsTo("UserId", "Users_User").Index("UserId", "Id").Index(["UserId"], "\"ReadUtc\" IS NULL").Index("CreatedUtc"));
}
