using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Email.Migrations;

/// <summary>Which failures people were told of.</summary>
[Data.Migration("2026_11_22_02")]
internal sealed class AddTold : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<bool>("IsTold", "Email_Message", migration.IsSqlite() ? "INTEGER" : "boolean", nullable: false, defaultValue: false);
}
