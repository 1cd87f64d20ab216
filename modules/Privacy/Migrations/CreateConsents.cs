using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>What consent is asked for, and the ledger.</summary>
[Data.Migration("2026_11_22_02")]
internal sealed class CreateConsents : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Privacy_Purpose", t => t.ContentItem().Text("Name", ConsentPurpose.NameLength).Text("Text", ConsentPurpose.TextLength).Int("TextVersion").Bool("IsActive").Bool("IsInPortal"));
        migration.Table("Privacy_Text", t => t.Id().Long("PurposeId").Int("Version").Text("Text", ConsentPurpose.TextLength).Utc("CreatedUtc").Unique("PurposeId", "Version"));
        migration.Table("Privacy_Consent", t => t.Id().Long("ClientId").Long("PurposeId").Int("TextVersion").Text("Channel", 40).Utc("GivenUtc").Text("GivenBy", 200).TextOrNull("RemoteIp", 64).TextOrNull("UserAgent", 300)
            .UtcOrNull("RevokedUtc").TextOrNull("RevokedChannel", 40).Text("RevokedBy", 200).Text("PurposeName", ConsentPurpose.NameLength).Index("ClientId", "Id").Index("PurposeId", "Id"));
    }
}
