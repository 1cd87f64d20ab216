using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.ClientUsers.Migrations;

/// <summary>Accounts of users at clients, what changes with each sign-in, and which account a session has open.</summary>
[Data.Migration("2026_11_22_01")]
internal sealed class CreateClientUsers : ModuleMigration
{
    private const string InUse = "\"DeletedUtc\" IS NULL";

    public override void Up(MigrationBuilder migration)
    {
        migration.Table("ClientUsers_Membership", t => t.ContentItem().Long("ClientId").Long("UserId").Text("Name", 200).Text("Email", 254).Bool("IsOwner").Bool("IsEnabled")
            .UtcOrNull("VerifiedUtc").Json("Permissions").Int("ChatLevel").BelongsTo("ClientId", "Clients_Client").BelongsTo("UserId", "Users_User")
            .UniqueWhere(InUse, "ClientId", "UserId").Index("UserId", "Id"));
        migration.Table("ClientUsers_Presence", t => t.KeyLong("MembershipId").Bool("IsOnline").UtcOrNull("OnlineChangedUtc").UtcOrNull("LastLoginUtc")
            .TextOrNull("CodeHash", 64).UtcOrNull("CodeSentUtc").Int("CodeTries")
            .BelongsTo("MembershipId", "ClientUsers_Membership").Index(["IsOnline"], "\"IsOnline\""));
        migration.Table("ClientUsers_Visit", t => t.KeyText("SessionId", 32).Long("MembershipId").LongOrNull("ActorId").TextOrNull("ActorName", 200).TextOrNull("ActorSessionId", 32)
            .UtcOrNull("EndsUtc").BelongsTo("SessionId", "Users_Session").BelongsTo("MembershipId", "ClientUsers_Membership").Index("MembershipId"));
        migration.CreateIndex("IX_ClientUsers_Membership_Owner", "ClientUsers_Membership", "ClientId", unique: true, filter: "\"IsOwner\" AND " + InUse);
    }
}
