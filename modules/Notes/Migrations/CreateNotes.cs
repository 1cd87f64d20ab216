using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Notes.Migrations;

[ClientSuite.Data.Migration("2026_11_22_01")]
internal sealed class CreateNotes : ModuleMigration
{
    private const string InUse = "\"DeletedUtc\" IS NULL";

    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Notes_Note", t => t.ContentItem().Long("ClientId").Text("Category", 60).Text("Keywords", 300).DateOrNull("RecordDate").Text("Text", InternalNote.TextLength).Bool("IsPinned")
            .Index(["ClientId", "Id"], InUse));
        migration.Table("Notes_Comment", t => t.ContentItem().Long("ClientId").Text("Text", Comment.TextLength).Text("Priority", 40).Bool("IsPrivate").Bool("IsHighlighted")
            .Index(["ClientId", "Id"], InUse));
        migration.Table("Notes_Alert", t => t.ContentItem().Long("ClientId").Text("Type", 40).Text("Priority", 40).Text("Description", ClientAlert.TextLength).Bool("IsActive")
            .Index(["ClientId", "Id"], InUse));
    }
}
