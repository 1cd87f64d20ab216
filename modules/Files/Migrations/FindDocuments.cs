using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Files.Migrations;

/// <summary>Documents are found by the search index.</summary>
[Data.Migration("2026_11_23_01")]
internal sealed class FindDocuments : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
    }

    public override Task AfterAsync(MigrationData data, CancellationToken cancel) =>
        data.AddSearchRowsAsync(Document.RecordType, """SELECT "Id", "Name", "Category" FROM "Files_Document" """, texts => Document.Found(texts[0], texts[1]), cancel);
}
