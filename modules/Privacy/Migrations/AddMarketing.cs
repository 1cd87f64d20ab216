using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Which consents marketing asks, and downloads of lists in the access log.</summary>
[Data.Migration("2026_11_22_06")]
internal sealed class AddMarketing : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<bool>("IsMarketing", "Privacy_Purpose", migration.IsSqlite() ? "INTEGER" : "boolean", nullable: false, defaultValue: false);
        migration.AddColumn<long>("Clients", "Privacy_Access", migration.IsSqlite() ? "INTEGER" : "bigint", nullable: true);
        migration.AddColumn<string>("Filter", "Privacy_Access", migration.IsSqlite() ? "TEXT" : "varchar(500)", maxLength: 500, nullable: false, defaultValue: "");
    }
}
