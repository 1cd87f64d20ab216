using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Requests are found by the search index.</summary>
[Data.Migration("2026_11_23_01")]
internal sealed class FindRequests : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
    }

    public override Task AfterAsync(MigrationData data, CancellationToken cancel) => data.AddSearchRowsAsync(DataRequest.RecordType,
        """SELECT "Id", "RequesterName", "RequesterContact", "Details" FROM "Privacy_Request" """, texts => DataRequest.Found(texts[0], texts[1], texts[2]), cancel);
}
