using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Files.Migrations;

/// <summary>Documents of clients and their versions. They go with their client; the nightly cleaning takes their bytes away.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class CreateFiles : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Files_Document", t => t.ContentItem().Long("ClientId").Text("Name", 200).Text("NameSort", 200, sorted: true).Text("Folder", 200).Text("Category", 60)
            .Int("Number").Long("SizeBytes").Text("StorageKey", 26).Text("ContentType", 100).Text("Sha256", 64)
            .BelongsTo("ClientId", "Clients_Client")
            .Index(["ClientId", "NameSort", "Id"], "\"DeletedUtc\" IS NULL").Index(["ClientId", "DeletedUtc"], "\"DeletedUtc\" IS NOT NULL"));
        migration.Table("Files_Version", t => t.Id().Long("DocumentId").Int("Number").Text("StorageKey", 26).Long("SizeBytes").Text("ContentType", 100).Text("Sha256", 64)
            .Utc("CreatedUtc").Text("UserName", 200)
            .BelongsTo("DocumentId", "Files_Document").Unique("DocumentId", "Number").Index("StorageKey", "SizeBytes"));
    }
}
