using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Data;

/// <summary>The platform's own tables in each tenant's database.</summary>
[Migration("2026_11_21_01")]
internal sealed class CreatePlatform : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.Table("cs_setting", t => t.KeyText("Name", 100).Json("Value"));
        migration.Table("cs_sequence", t => t.KeyText("Name", 20).Long("Next"));
        migration.Table("cs_idempotency", t => t.KeyText("Key", 200).Text("BodyHash", 64).Int("Status").LongText("Location").LongText("Body").Utc("CreatedUtc").Index("CreatedUtc"));

        migration.Table("Users_User", t => t.Id().Text("FullName", 200).Bool("IsEnabled").Utc("CreatedUtc").UtcOrNull("LastLoginUtc").Json("Preferences")
            .TextOrNull("UserName", 256).TextOrNull("NormalizedUserName", 256).TextOrNull("Email", 256).TextOrNull("NormalizedEmail", 256)
            .Bool("EmailConfirmed").LongText("PasswordHash").LongText("SecurityStamp").LongText("ConcurrencyStamp").LongText("PhoneNumber")
            .Bool("PhoneNumberConfirmed").Bool("TwoFactorEnabled").Column("LockoutEnd", typeof(DateTimeOffset)).Bool("LockoutEnabled").Int("AccessFailedCount")
            .Unique("NormalizedUserName").Index("NormalizedEmail"));
        migration.Table("Users_Role", t => t.Id().TextOrNull("Name", 256).TextOrNull("NormalizedName", 256).LongText("ConcurrencyStamp").Text("Description", 500).Json("Permissions").Unique("NormalizedName"));
        migration.Table("Users_UserRole", t => t.KeyLong("UserId").KeyLong("RoleId").BelongsTo("UserId", "Users_User").BelongsTo("RoleId", "Users_Role").Index("RoleId"));
        migration.Table("Users_UserClaim", t => t.Identity("Id").Long("UserId").LongText("ClaimType").LongText("ClaimValue").BelongsTo("UserId", "Users_User").Index("UserId"));
        migration.Table("Users_RoleClaim", t => t.Identity("Id").Long("RoleId").LongText("ClaimType").LongText("ClaimValue").BelongsTo("RoleId", "Users_Role").Index("RoleId"));
        migration.Table("Users_UserLogin", t => t.KeyText("LoginProvider", 128).KeyText("ProviderKey", 128).LongText("ProviderDisplayName").Long("UserId").BelongsTo("UserId", "Users_User").Index("UserId"));
        migration.Table("Users_UserToken", t => t.KeyLong("UserId").KeyText("LoginProvider", 128).KeyText("Name", 128).LongText("Value").BelongsTo("UserId", "Users_User"));
        migration.Table("Users_Passkey", t => t.KeyBytes("CredentialId").Long("UserId").Json("Data").BelongsTo("UserId", "Users_User").Index("UserId"));
        migration.Table("Users_Session", t => t.KeyText("Id", 32).Long("UserId").Utc("CreatedUtc").Utc("SeenUtc").Utc("ExpiresUtc").TextOrNull("RemoteIp", 64).TextOrNull("UserAgent", 300).BelongsTo("UserId", "Users_User").Index("UserId").Index("ExpiresUtc"));
        migration.Table("Users_ApiToken", t => t.Id().Long("UserId").Text("Name", 100).Text("Hash", 64).Text("Hint", 12).Json("Permissions").Utc("CreatedUtc").UtcOrNull("ExpiresUtc").UtcOrNull("LastUsedUtc").BelongsTo("UserId", "Users_User").Unique("Hash").Index("UserId"));

        migration.Table("History_Entry", t => t.Id().Utc("AtUtc").LongOrNull("UserId").Text("UserName", 200).TextOrNull("OnBehalfOf", 200).Text("Kind", 40)
            .Text("RecordType", 80).LongOrNull("RecordId").Text("RecordName", 255).LongOrNull("ClientId").TextOrNull("RemoteIp", 64).TextOrNull("CorrelationId", 64)
            .LongOrNull("OperationId").Text("ErpSync", 20).LongOrNull("Sequence").TextOrNull("Hash", 64)
            .Index("AtUtc", "Id").Index(["ClientId", "Id"], "\"ClientId\" IS NOT NULL").Index("UserId", "Id").Index("Kind", "Id")
            .UniqueWhere("\"Sequence\" IS NOT NULL", "Sequence"));
        // The sealer's work: entries without a number.
        migration.CreateIndex("IX_History_Entry_Unsealed", "History_Entry", "Id", filter: "\"Sequence\" IS NULL");
        migration.Table("History_Line", t => t.Id().Long("EntryId").LongOrNull("RecordId").LongOrNull("ClientId").Text("Field", 100).LongText("OldValue").LongText("NewValue")
            .Text("ValueHash", 64).TextOrNull("Salt", 32)
            .Index("EntryId", "Id").Index(["ClientId", "EntryId"], "\"ClientId\" IS NOT NULL"));

        migration.Table("Outbox_Event", t => t.Id().Text("Type", 200).Json("Payload").TextOrNull("RecordKey", 100).Utc("CreatedUtc").Int("Attempts").Utc("NextAttemptUtc")
            .UtcOrNull("ParkedUtc").LongText("Error").TextOrNull("CorrelationId", 64)
            .Index(["NextAttemptUtc", "Id"], "\"ParkedUtc\" IS NULL").Index(["RecordKey", "Id"], "\"RecordKey\" IS NOT NULL"));
        migration.Table("Outbox_Processed", t => t.KeyLong("EventId").KeyText("Handler", 200));

        migration.Table("Operations_Operation", t => t.Id().Text("PublicId", 26).Text("Kind", 60).Text("Title", 255).Text("State", 40).Json("Arguments").Json("Progress")
            .Long("Processed").Long("Total").Long("Created").Long("Updated").Long("Rejected").LongText("Error").Bool("CanUndo").Bool("IsUndo").LongOrNull("UserId").Text("UserName", 200)
            .Utc("CreatedUtc").UtcOrNull("StartedUtc").UtcOrNull("FinishedUtc").Unique("PublicId").Index("State", "Id").Index("UserId", "Id"));

        migration.Table("Search_Entry", t => t.KeyLong("RecordId").Text("RecordType", 80).Text("Name", 300, sorted: true).LongText("Keys").LongText("Sensitive").Index("RecordType", "Name"));
        SearchTables(migration);
    }

    /// <summary>SQLite: an external-content FTS5 table with the trigram tokenizer, kept by triggers. PostgreSQL: a trigram index,
    /// whose operator class lives in the schema <c>extensions</c> so that it does not die with a tenant.</summary>
    private static void SearchTables(MigrationBuilder migration)
    {
        if (!migration.IsSqlite())
        {
            migration.Sql("""CREATE INDEX "IX_Search_Entry_Keys" ON "Search_Entry" USING gin ("Keys" extensions.gin_trgm_ops)""");
            return;
        }

        migration.Sql("""CREATE VIRTUAL TABLE "Search_Fts" USING fts5("Keys", content='Search_Entry', content_rowid='RecordId', tokenize='trigram')""");
        migration.Sql("""CREATE TRIGGER "Search_Entry_ai" AFTER INSERT ON "Search_Entry" BEGIN INSERT INTO "Search_Fts"(rowid, "Keys") VALUES (new."RecordId", new."Keys"); END""");
        migration.Sql("""CREATE TRIGGER "Search_Entry_ad" AFTER DELETE ON "Search_Entry" BEGIN INSERT INTO "Search_Fts"("Search_Fts", rowid, "Keys") VALUES ('delete', old."RecordId", old."Keys"); END""");
        migration.Sql("""CREATE TRIGGER "Search_Entry_au" AFTER UPDATE OF "Keys" ON "Search_Entry" BEGIN INSERT INTO "Search_Fts"("Search_Fts", rowid, "Keys") VALUES ('delete', old."RecordId", old."Keys"); INSERT INTO "Search_Fts"(rowid, "Keys") VALUES (new."RecordId", new."Keys"); END""");
    }
}

/// <summary>An operation may make a file to download.</summary>
[Migration("2026_11_22_01")]
internal sealed class AddOperationResult : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("ResultName", "Operations_Operation", migration.IsSqlite() ? "TEXT" : "varchar(255)", maxLength: 255, nullable: true);
}

/// <summary>An operation is run by one host.</summary>
[Migration("2026_11_22_03")]
internal sealed class AddOperationClaim : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<int>("Claim", "Operations_Operation", migration.IsSqlite() ? "INTEGER" : "integer", nullable: false, defaultValue: 0);
        migration.AddColumn<DateTime>("ClaimedUntilUtc", "Operations_Operation", migration.IsSqlite() ? "TEXT" : "timestamp with time zone", nullable: true);
    }
}

/// <summary>An authenticator code is good once: the time step of the last accepted one.</summary>
[Migration("2026_11_22_02")]
internal sealed class AddAuthenticatorStep : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<long>("AuthenticatorStep", "Users_User", migration.IsSqlite() ? "INTEGER" : "bigint", nullable: false, defaultValue: 0L);
}

/// <summary>Users are staff or clients' users; the same e-mail may be both.</summary>
[Migration("2026_11_22_04")]
internal sealed class AddUserKind : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>("Kind", "Users_User", migration.IsSqlite() ? "TEXT" : "varchar(40)", maxLength: 40, nullable: false, defaultValue: "Staff");
        migration.DropIndex("IX_Users_User_NormalizedUserName", "Users_User");
        migration.CreateIndex("IX_Users_User_Kind_NormalizedUserName", "Users_User", ["Kind", "NormalizedUserName"], unique: true);
    }
}

/// <summary>Who acted can be erased without breaking the chain.</summary>
[Migration("2026_11_22_05")]
internal sealed class AddActorHash : ModuleMigration
{
    public override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>("ActorHash", "History_Entry", migration.IsSqlite() ? "TEXT" : "varchar(64)", maxLength: 64, nullable: true);
        migration.AddColumn<string>("ActorSalt", "History_Entry", migration.IsSqlite() ? "TEXT" : "varchar(32)", maxLength: 32, nullable: true);
    }
}

/// <summary>How much of the tenant's room for files is taken.</summary>
[Migration("2026_11_22_06")]
internal sealed class AddFileRoom : ModuleMigration
{
    public override void Up(MigrationBuilder migration) => migration.Table("cs_room", t => t.KeyText("Name", 20).Long("Bytes"));
}

/// <summary>What an operation does is the act of somebody at an address.</summary>
[Migration("2026_11_23_01")]
internal sealed class AddOperationIp : ModuleMigration
{
    public override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("RemoteIp", "Operations_Operation", migration.IsSqlite() ? "TEXT" : "varchar(64)", maxLength: 64, nullable: true);
}
