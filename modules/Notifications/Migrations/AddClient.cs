using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Notifications.Migrations;

/// <summary>The client that a notification tells of.</summary>
[Data.Migration("2026_11_22_02")]
internal sealed class AddClient : ModuleMigration
{
    private const string Table = "Notifications_Notification";

    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<long>("ClientId", Table, migration.IsSqlite() ? "INTEGER" : "bigint", nullable: true);
        migration.CreateIndex("IX_Notifications_Notification_ClientId", Table, "ClientId", filter: "\"ClientId\" IS NOT NULL");
    }
}
