using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.ClientUsers.Migrations;

/// <summary>Clients' users are found by the search index.</summary>
[Data.Migration("2026_11_23_01")]
internal sealed class FindMemberships : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
    }

    public override Task AfterAsync(MigrationData data, CancellationToken cancel) =>
        data.AddSearchRowsAsync(ClientMembership.RecordType, """SELECT "Id", "Name", "Email" FROM "ClientUsers_Membership" """, texts => ClientMembership.Found(texts[0], texts[1]), cancel);
}
