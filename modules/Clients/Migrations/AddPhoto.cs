using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Clients.Migrations;

/// <summary>Which photo a client shows.</summary>
[Data.Migration("2026_11_22_02")]
internal sealed class AddPhoto : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("PhotoKey", "Clients_Client", migration.IsSqlite() ? "TEXT" : "varchar(26)", nullable: false, defaultValue: "");
}
