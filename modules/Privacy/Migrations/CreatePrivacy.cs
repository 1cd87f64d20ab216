using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Exports, anonymisations and what holds them back.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class CreatePrivacy : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Privacy_Export", t => t.Id().Long("ClientId").LongOrNull("RequestId").Text("OperationId", 26).Bool("WithInternalNotes").Text("StorageKey", 26).Long("SizeBytes").Text("Sha256", 64)
            .Utc("CreatedUtc").UtcOrNull("ReadyUtc").Utc("ExpiresUtc").Text("UserName", 200).Index("ClientId", "Id").Index("ExpiresUtc").Index("StorageKey"));
        migration.Table("Privacy_Anonymization", t => t.Id().Long("ClientId").LongOrNull("RequestId").Text("OperationId", 26).Utc("StartedUtc").UtcOrNull("FinishedUtc").Text("UserName", 200)
            .Unique("ClientId"));
        migration.Table("Privacy_Hold", t => t.Id().Long("ClientId").Text("Reason", LegalHold.ReasonLength).Utc("CreatedUtc").Text("UserName", 200).UtcOrNull("EndedUtc").Text("EndedBy", 200)
            .Index("ClientId", "Id").Index(["ClientId"], "\"EndedUtc\" IS NULL"));
    }
}
