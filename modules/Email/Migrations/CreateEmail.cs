using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Email.Migrations;

/// <summary>The mails, sent and waiting, and the tenant's own words of templates.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class CreateEmail : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Email_Message", t => t.Id().Text("MessageId", 32).Text("Kind", 100).LongOrNull("ClientId").Text("ToAddress", 254).TextOrNull("ToName", 255)
            .Text("Subject", 300).LongText("Text").LongText("Html").Bool("IsSecret").Text("Status", 10).Int("Attempts").UtcOrNull("NextAttemptUtc").TextOrNull("Claim", 32)
            .UtcOrNull("LastAttemptUtc").TextOrNull("Error", 500).Utc("CreatedUtc").UtcOrNull("SentUtc").UtcOrNull("BouncedUtc").LongOrNull("ResentFromId")
            .Unique("MessageId").Index(["NextAttemptUtc"], "\"NextAttemptUtc\" IS NOT NULL").Index("ClientId", "Id").Index("Status", "Id").Index("LastAttemptUtc").Index("ToAddress", "Id"));
        migration.Table("Email_Words", t => t.Id().Text("Template", 100).Text("Culture", 10).Text("Subject", 300).LongText("Body").Utc("ModifiedUtc").Int("Version")
            .Unique("Template", "Culture"));
    }
}
