using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>Requests of data subjects.</summary>
[Data.Migration("2026_11_22_03")]
internal sealed class CreateRequests : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.Table("Privacy_Request", t => t.ContentItem().LongOrNull("ClientId").Text("Type", 40).Text("Status", 40)
        .Text("RequesterName", DataRequest.NameLength).Text("RequesterContact", DataRequest.NameLength).Text("Proof", 500).Text("Details", DataRequest.TextLength)
        .DateOrNull("ReceivedOn").DateOrNull("DueOn").LongOrNull("AssignedToId").Text("Answer", DataRequest.TextLength).UtcOrNull("ClosedUtc")
        .Text("EvidenceKey", 26).Text("EvidenceName", 200).Text("EvidenceType", 100).Int("Warned")
        .Index("ClientId", "Id").Index("DueOn", "Id").Index("Status", "DueOn").Index("EvidenceKey"));
}
