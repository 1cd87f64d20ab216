using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

internal static class GroupsData
{
    extension(TenantDb db)
    {
        public DbSet<ClientGroup> Groups => db.Set<ClientGroup>();

        /// <summary>The groups in the trash.</summary>
        public IQueryable<ClientGroup> TrashedGroups => db.Set<ClientGroup>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(g => g.DeletedUtc != null);

        public DbSet<GroupMember> GroupMembers => db.Set<GroupMember>();
    }

    public static void Configure(ModelBuilder model)
    {
        model.Record<ClientGroup>("Groups_Group").Ignore(g => g.IsStatic).Ignore(g => g.Tone);
        // A client is in a group once: GroupMerging decides which membership moves.
        model.Row<GroupMember>("Groups_Member").HasClient(m => m.ClientId, OnMerge.Leave);
    }
}
