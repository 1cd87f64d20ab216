using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>Puts clients into static groups and takes them out, a few at a time; each client's history says so. Already being as wanted is
/// a quiet success.</summary>
internal sealed class GroupMembers(TenantDb db, IBulkWriter bulk, IClientDirectory clients, IHistory history, TenantClock clock)
{
    /// <summary>Kinds of act in the history, and the field of their line.</summary>
    public const string Joined = "joined";
    public const string Left = "left";
    public const string Field = "group";

    /// <summary>Adds clients in use; answers how many were not in it. Saves.</summary>
    /// <exception cref="RuleBrokenException">The group has a rule.</exception>
    public Task<int> AddAsync(ClientGroup group, IReadOnlyList<long> clientIds, CancellationToken cancel) => InTurnAsync(group, async () =>
    {
        var there = await db.GroupMembers.Where(m => m.GroupId == group.Id && clientIds.Contains(m.ClientId)).Select(m => m.ClientId).ToListAsync(cancel);
        var added = await clients.Names(db).Where(c => clientIds.Contains(c.Id) && !c.IsDeleted && !there.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancel);
        foreach (var id in added)
        {
            db.Add(new GroupMember { GroupId = group.Id, ClientId = id, AddedUtc = clock.UtcNow });
            await NoteAsync(Joined, group, id, null, group.Name, cancel);
        }

        return added.Count;
    }, cancel);

    /// <summary>Takes clients out; answers how many were in it. Saves.</summary>
    /// <exception cref="RuleBrokenException">The group has a rule.</exception>
    public Task<int> RemoveAsync(ClientGroup group, IReadOnlyList<long> clientIds, CancellationToken cancel) => InTurnAsync(group, async () =>
    {
        var removed = await db.GroupMembers.Where(m => m.GroupId == group.Id && clientIds.Contains(m.ClientId)).ToListAsync(cancel);
        foreach (var member in removed)
        {
            db.Remove(member);
            await NoteAsync(Left, group, member.ClientId, group.Name, null, cancel);
        }

        return removed.Count;
    }, cancel);

    /// <summary>One change of a group's members after the other: two that add the same client do not both write it.</summary>
    private async Task<int> InTurnAsync(ClientGroup group, Func<Task<int>> change, CancellationToken cancel)
    {
        group.MustBeStatic();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await bulk.HoldAsync<ClientGroup>(db, [group.Id], cancel);
        var count = await change();
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return count;
    }

    private async Task NoteAsync(string kind, ClientGroup group, long clientId, string? before, string? after, CancellationToken cancel) =>
        history.AddLine(await history.AddAsync(kind, ClientGroup.RecordType, group.Id, group.Name, clientId, cancel), Field, before, after);
}
