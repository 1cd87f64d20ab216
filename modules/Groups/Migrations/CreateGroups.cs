using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Groups.Migrations;

[ClientSuite.Data.Migration("2026_11_22_01")]
internal sealed class CreateGroups : ModuleMigration
{
    private const string Table = "Groups_Group";
    private const string Name = nameof(ClientGroup.NameKey);

    public override void Up(MigrationBuilder migration)
    {
        migration.Table(Table, t => t.ContentItem().Text("Name", ClientGroup.NameLength).Text(Name, ClientGroup.NameLength, sorted: true).Text("Classification", ClientGroup.ClassificationLength)
            .Text("Color", 20).Text("Kind", 20).Text("Rule", ClientGroup.RuleLength));
        // Named as IUniqueRules names its own, which then knows a write that breaks it.
        migration.CreateIndex($"UX_{Table}_{Name}", Table, Name, unique: true, filter: "\"DeletedUtc\" IS NULL");
        migration.Table("Groups_Member", t => t.Id().Long("GroupId").Long("ClientId").Utc("AddedUtc")
            .Unique("GroupId", "ClientId").Index("ClientId", "GroupId").BelongsTo("GroupId", Table));
    }
}
