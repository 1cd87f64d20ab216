using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Acme.Sample.Migrations;

[ClientSuite.Data.Migration("2026_01_01_01")]
internal sealed class CreateNotes : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.Table("AcmeSample_Note", t => t.Id().Text("Text", 200));
}
