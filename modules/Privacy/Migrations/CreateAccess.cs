using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Who saw which client.</summary>
[Data.Migration("2026_11_22_04")]
internal sealed class CreateAccess : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.Table("Privacy_Access", t => t.Id().Utc("AtUtc").LongOrNull("ClientId").LongOrNull("UserId").Text("UserName", 200).Text("Kind", 40)
        .Text("Detail", AccessEntry.DetailLength).TextOrNull("RemoteIp", 64).Index("ClientId", "Id").Index("UserId", "Id").Index("AtUtc"));
}
