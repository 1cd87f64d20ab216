using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Acme.Loyalty.Migrations;

[ClientSuite.Data.Migration("2026_11_21_01")]
internal sealed class CreateLoyalty : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.Table("AcmeLoyalty_Points", t => t.KeyLong("ClientId").Int("Total").Index("Total", "ClientId"));
}
