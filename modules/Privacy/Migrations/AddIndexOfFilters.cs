using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Who is forgotten is looked for in the queries of noted lists, which few entries have.</summary>
[Data.Migration("2026_11_22_08")]
internal sealed class AddIndexOfFilters : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.CreateIndex("IX_Privacy_Access_Id_p", "Privacy_Access", "Id", filter: "\"Filter\" <> ''");
}
