using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Clients.Migrations;

/// <summary>Clients that may be the same, and those that became one.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class CreateMerges : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Clients_Duplicate", t => t.Id().Long("OneId").Long("OtherId").Text("Reasons", 60).Int("Score").Utc("FoundUtc").UtcOrNull("DismissedUtc")
            .Unique("OneId", "OtherId").Index("OtherId").Index("Score", "Id"));
        migration.Table("Clients_Merge", t => t.Id().Long("KeptId").Long("MergedId").Text("MergedName", 200).Utc("AtUtc").Text("UserName", 200)
            .Json("Before").Json("After").Json("Moved").Json("Kept").UtcOrNull("UndoneUtc").Index("KeptId").Index("MergedId").Index("AtUtc"));
    }
}
