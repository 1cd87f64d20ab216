using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Clients.Migrations;

/// <summary>The clients' table. Lists read what is not in the trash, so nearly every index is partial: smaller, and a count by a
/// filter reads the index alone.</summary>
[Data.Migration("2026_11_21_01")]
internal sealed class CreateClients : ModuleMigration
{
    private const string InUse = "\"DeletedUtc\" IS NULL";

    public override void Up(MigrationBuilder migration) => migration.Table("Clients_Client", t =>
    {
        t.ContentItem().Text("PersonKind", 40).Text("TradeName", 200).Text("LegalName", 200)
            .Text("NameSort", 200, sorted: true).Text("LegalNameSort", 200, sorted: true).Text("TaxId", 14, sorted: true)
            .Text("Email", 254, sorted: true).Text("Emails", 2600).Text("Phone", 16, sorted: true).Text("Phones", 200)
            .Text("PostalCode", 12).Text("Street", 200).Text("Number", 20).Text("Complement", 100).Text("District", 100)
            .Text("City", 100).Text("State", 60, sorted: true).Text("Country", 2).Text("CitySort", 100, sorted: true)
            .DateOrNull("BirthDate").Text("Origin", 60).Text("Center", 60).Bool("Blocked").Text("BlockedReason", 300).UtcOrNull("LastLoginUtc");

        // Each sort alone: what the list can be ordered by, with the id that ends every order. The id itself is the key.
        foreach (var sorted in new[] { "NameSort", "LegalNameSort", "TaxId", "Email", "Phone", "CitySort", "CreatedUtc", "ModifiedUtc" })
        {
            t.Index([sorted, "Id"], InUse);
        }

        // Filters by state and kind keep the order by name, and hold the date so that a range reads the index alone.
        t.Index(["State", "PersonKind", "NameSort", "Id", "CreatedUtc"], InUse);
        if (!migration.IsSqlite())
        {
            // For narrow ranges of dates. SQLite, without histograms, would take it for wide ones too and sort thousands of rows for a page.
            t.Index(["State", "PersonKind", "CreatedUtc"], InUse);
        }

        t.Index(["State", "NameSort", "Id"], InUse);
        t.Index(["PersonKind", "NameSort", "Id"], InUse);
        t.Index(["Blocked", "NameSort", "Id"], "\"Blocked\" AND " + InUse);
        t.Index(["DeletedUtc", "Id"], "\"DeletedUtc\" IS NOT NULL");
    });
}
