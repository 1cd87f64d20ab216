using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Privacy.Migrations;

/// <summary>The same request of the same account is open once.</summary>
[Data.Migration("2026_11_22_07")]
internal sealed class AddAskKey : ModuleMigration
{
    private const string Table = "Privacy_Request";
    private const string Key = nameof(DataRequest.AskKey);

    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>(Key, Table, migration.IsSqlite() ? "TEXT" : "varchar(64)", maxLength: 64, nullable: false, defaultValue: "");
        // Named as IUniqueRules names its own, which then knows a write that breaks it.
        migration.CreateIndex($"UX_{Table}_{Key}", Table, Key, unique: true, filter: $"\"DeletedUtc\" IS NULL AND \"{Key}\" <> ''");
    }
}
