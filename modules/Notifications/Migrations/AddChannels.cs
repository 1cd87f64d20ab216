using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Notifications.Migrations;

/// <summary>Where a notification is told: in the bell, in the daily digest.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class AddChannels : ModuleMigration
{
    private const string Table = "Notifications_Notification";

    public override void Up(MigrationBuilder migration)
    {
        var type = migration.IsSqlite() ? "INTEGER" : "boolean";
        migration.AddColumn<bool>("IsInBell", Table, type, nullable: false, defaultValue: true);
        migration.AddColumn<bool>("AwaitsDigest", Table, type, nullable: false, defaultValue: false);
        migration.CreateIndex("IX_Notifications_Notification_Digest", Table, "UserId", filter: "\"AwaitsDigest\"");
    }
}
