using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Email.Migrations;

/// <summary>Mails are found by parts of subject and reader: by trigrams on PostgreSQL, on SQLite in an index that has nothing else to read.</summary>
[Data.Migration("2026_11_23_01")]
internal sealed class FindMails : ModuleMigration
{
    private const string Table = "Email_Message";
    private const string Column = nameof(EmailMessage.Found);

    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>(Column, Table, migration.IsSqlite() ? "TEXT" : "varchar(900)", maxLength: EmailMessage.FoundLength, nullable: false, defaultValue: "");
        migration.Sql(migration.IsSqlite()
            ? """CREATE INDEX "IX_Email_Message_Found" ON "Email_Message" ("Id", "Found")"""
            : """CREATE INDEX "IX_Email_Message_Found" ON "Email_Message" USING gin ("Found" extensions.gin_trgm_ops)""");
    }

    public override Task AfterAsync(MigrationData data, CancellationToken cancel) =>
        data.FillAsync(Table, Column, """SELECT "Id", "Subject", "ToAddress", "ToName" FROM "Email_Message" """, texts => EmailMessage.FoundOf(texts[0], texts[1], texts[2]), cancel);
}
