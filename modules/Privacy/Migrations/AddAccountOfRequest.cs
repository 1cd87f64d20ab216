using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Which account of the portal entered a request.</summary>
[Data.Migration("2026_11_22_05")]
internal sealed class AddAccountOfRequest : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<long>("AccountId", "Privacy_Request", migration.IsSqlite() ? "INTEGER" : "bigint", nullable: true);
        migration.CreateIndex("IX_Privacy_Request_AccountId", "Privacy_Request", "AccountId");
    }
}
