using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

internal static class ClientUsersData
{
    extension(TenantDb db)
    {
        public DbSet<ClientMembership> Memberships => db.Set<ClientMembership>();

        /// <summary>The accounts at a client to which its first user grants permissions.</summary>
        public IQueryable<ClientMembership> GrantedBy(PortalAccount account) => db.Set<ClientMembership>().Where(m => m.ClientId == account.ClientId && !m.IsOwner).OrderBy(m => m.Id);

        public DbSet<Presence> Presences => db.Set<Presence>();

        public DbSet<Visit> Visits => db.Set<Visit>();
    }

    public static void Configure(ModelBuilder model)
    {
        // A merge leaves accounts to MergeUsers: a client has one first user, and a user one account.
        var membership = model.Record<ClientMembership>("ClientUsers_Membership").HasClient(x => x.ClientId, OnMerge.Leave);
        membership.Property(x => x.Permissions).IsJson(model);
        membership.Ignore(x => x.HistoryClientId);
        membership.Ignore(x => x.Granted);
        model.Entity<Presence>(presence =>
        {
            presence.ToTable("ClientUsers_Presence").HasKey(x => x.MembershipId);
            presence.Property(x => x.MembershipId).ValueGeneratedNever();
            presence.Property(x => x.CodeTries).IsConcurrencyToken();
        });
        model.Entity<Visit>().ToTable("ClientUsers_Visit").HasKey(x => x.SessionId);
    }
}
