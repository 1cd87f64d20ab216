using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Notes.Migrations;

/// <summary>Notes and comments have files; comments are about any record.</summary>
[ClientSuite.Data.Migration("2026_11_22_02")]
internal sealed class AddAttachments : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("Notes_Attachment", t => t.Id().Long("ClientId").Long("RecordId").Text("Name", 200).Text("StorageKey", 26).Long("SizeBytes").Text("ContentType", 100).Text("Sha256", 64).Utc("CreatedUtc")
            .Index("RecordId", "Id").Index("ClientId").Index("StorageKey"));
        migration.AddColumn<string>("RecordType", "Notes_Comment", migration.IsSqlite() ? "TEXT" : "varchar(80)", maxLength: 80, nullable: false, defaultValue: "");
        migration.AddColumn<long>("RecordId", "Notes_Comment", migration.IsSqlite() ? "INTEGER" : "bigint", nullable: false, defaultValue: 0L);
        migration.CreateIndex("IX_Notes_Comment_RecordType_RecordId", "Notes_Comment", ["RecordType", "RecordId"], filter: "\"RecordType\" <> '' AND \"DeletedUtc\" IS NULL");
    }
}
