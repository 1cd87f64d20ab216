using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Clients.Migrations;

/// <summary>Since when a client is nobody.</summary>
[Data.Migration("2026_11_22_03")]
internal sealed class AddAnonymized : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<DateTime>("AnonymizedUtc", "Clients_Client", migration.IsSqlite() ? "TEXT" : "timestamp with time zone", nullable: true);
}
