using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Email.Migrations;

/// <summary>What only a file took has a status of its own; it was told by the words "(file)" in the place of the server's.</summary>
[Data.Migration("2026_11_22_03")]
internal sealed class FiledMails : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.Sql("""UPDATE "Email_Message" SET "Status" = 'Filed', "Error" = NULL, "SentUtc" = NULL WHERE "Status" = 'Sent' AND "Error" = '(file)'""");
}
