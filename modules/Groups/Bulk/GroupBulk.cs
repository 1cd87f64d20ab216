using System.Globalization;
using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups.Bulk;

/// <summary>Puts many clients into a static group, or takes them out (004-07, 004-96). The history's lines say who.</summary>
internal abstract class GroupBulk(TenantDb db, GroupCatalog catalog, IClientQueries queries, IBulkWriter bulk, IIds ids, TenantClock clock) : IClientBulkAction
{
    private const string Group = "group";

    public abstract string Id { get; }

    public abstract string Title { get; }

    public abstract string Icon { get; }

    public abstract int Order { get; }

    public string Permission => Permissions.Assign;

    public bool CanUndo => true;

    public async Task<ClientBulkForm> AskAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var groups = (await catalog.ReadAsync(queries, cancel)).Where(g => g.IsStatic).ToList();
        return new("/Areas/Groups/Pages/Bulk/_Group.cshtml", new GroupChoice(groups, values.GetValueOrDefault(Group)));
    }

    public async Task<ClientBulkPlan> PlanAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var groups = await catalog.ReadAsync(queries, cancel);
        if (!long.TryParse(values.GetValueOrDefault(Group), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || groups.FirstOrDefault(g => g.Id == id) is not { } group)
        {
            throw new RuleBrokenException("groups.bulk.which") { Field = Group };
        }

        if (!group.IsStatic)
        {
            throw new RuleBrokenException("groups.error.rule", group.Name) { Field = Group };
        }

        return Plan(new ClientBulkPlan(JsonSerializer.Serialize(new GroupArguments(group.Id, group.Name)), group.Name, new ClientBulkAct(Kind, ClientGroup.RecordType, group.Id, group.Name)), catalog.Members(group));
    }

    public abstract Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel);

    public abstract Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel);

    protected abstract string Kind { get; }

    protected abstract ClientBulkPlan Plan(ClientBulkPlan plan, IQueryable<long> members);

    protected static GroupArguments Read(string arguments) => JsonSerializer.Deserialize<GroupArguments>(arguments) ?? throw new InvalidOperationException("No group was kept.");

    protected static string Line(string? group) => JsonSerializer.Serialize(new Dictionary<string, string?>(StringComparer.Ordinal) { [GroupMembers.Field] = group });

    /// <summary>Adds clients; answers those that were not in it. Nobody joins a group that went to the trash meanwhile.</summary>
    protected async Task<IReadOnlyList<long>> JoinAsync(GroupArguments group, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        await bulk.HoldAsync<ClientGroup>(db, [group.Id], cancel);
        if (!await db.Groups.AnyAsync(g => g.Id == group.Id, cancel))
        {
            return [];
        }

        var there = (await Of(group, clientIds).Select(m => m.ClientId).ToListAsync(cancel)).ToHashSet();
        var joining = clientIds.Where(id => !there.Contains(id)).ToList();
        if (joining.Count > 0)
        {
            var (next, now) = (ids.Reserve(db, IdSequence.Rows, joining.Count), clock.UtcNow);
            await bulk.InsertAsync(db, joining.ConvertAll(id => new GroupMember { Id = next++, GroupId = group.Id, ClientId = id, AddedUtc = now }), cancel);
        }

        return joining;
    }

    /// <summary>Takes clients out; answers those that were in it.</summary>
    protected async Task<IReadOnlyList<long>> LeaveAsync(GroupArguments group, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        await bulk.HoldAsync<ClientGroup>(db, [group.Id], cancel);
        var leaving = await Of(group, clientIds).ToListAsync(cancel);
        db.RemoveRange(leaving);
        return [.. leaving.Select(m => m.ClientId)];
    }

    private IQueryable<GroupMember> Of(GroupArguments group, IReadOnlyList<long> clientIds) => db.GroupMembers.Where(m => m.GroupId == group.Id && EF.Parameter(clientIds).Contains(m.ClientId));
}

/// <summary>Kept with the operation.</summary>
internal sealed record GroupArguments(long Id, string Name);

/// <summary>The static groups on offer and the one chosen.</summary>
internal sealed record GroupChoice(IReadOnlyList<ClientGroup> Groups, string? Group);

internal sealed class AddToGroup(TenantDb db, GroupCatalog catalog, IClientQueries queries, IBulkWriter bulk, IIds ids, TenantClock clock) : GroupBulk(db, catalog, queries, bulk, ids, clock)
{
    public override string Id => "group-add";

    public override string Title => "groups.bulk.add";

    public override string Icon => "tag";

    public override int Order => 20;

    protected override string Kind => GroupMembers.Joined;

    public override async Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        var group = Read(arguments);
        return [.. (await JoinAsync(group, clientIds, cancel)).Select(id => new ClientBulkLine(id, Line(null), Line(group.Name)))];
    }

    public override Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel) =>
        LeaveAsync(Read(arguments), [.. lines.Select(l => l.ClientId)], cancel);

    protected override ClientBulkPlan Plan(ClientBulkPlan plan, IQueryable<long> members) => plan with { Already = members };
}

internal sealed class RemoveFromGroup(TenantDb db, GroupCatalog catalog, IClientQueries queries, IBulkWriter bulk, IIds ids, TenantClock clock) : GroupBulk(db, catalog, queries, bulk, ids, clock)
{
    public override string Id => "group-remove";

    public override string Title => "groups.bulk.remove";

    public override string Icon => "x";

    public override int Order => 21;

    protected override string Kind => GroupMembers.Left;

    public override async Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        var group = Read(arguments);
        return [.. (await LeaveAsync(group, clientIds, cancel)).Select(id => new ClientBulkLine(id, Line(group.Name), Line(null)))];
    }

    public override Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel) =>
        JoinAsync(Read(arguments), [.. lines.Select(l => l.ClientId)], cancel);

    protected override ClientBulkPlan Plan(ClientBulkPlan plan, IQueryable<long> members) => plan with { Only = members };
}
