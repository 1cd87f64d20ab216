using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>The tenant's groups and who is in them. The groups are cached, because every page of the clients' list shows them: a tenant has
/// at most <see cref="Most"/>. It takes
/// <see cref="IClientQueries"/> where it needs it and not for itself, because the clients' list asks it too.</summary>
internal sealed class GroupCatalog(TenantDb db, IClientDirectory clients, ITenantCache cache)
{
    /// <summary>Most groups that a tenant may have: lists, filters and choices hold them all.</summary>
    public const int Most = 500;

    /// <summary>Counting ends here.</summary>
    public const int CountCap = 1_000;

    private const string CacheKey = "groups";

    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, IQueryable<long>> _byRule = [];
    private IReadOnlyList<ClientGroup>? _groups;

    /// <summary>The groups in use, by name, not tracked, once they were read.</summary>
    public IReadOnlyList<ClientGroup> Groups => _groups ?? throw new InvalidOperationException("The groups were not read.");

    public async Task<IReadOnlyList<ClientGroup>> ReadAsync(IClientQueries queries, CancellationToken cancel)
    {
        if (_groups is not null)
        {
            return _groups; // also while a rule that names a static group is read
        }

        _groups = await ListAsync(cancel);
        foreach (var group in _groups.Where(g => !g.IsStatic))
        {
            if (await queries.MatchingAsync(group.Rule, cancel) is { } matching)
            {
                _byRule[group.Id] = matching;
            }
        }

        return _groups;
    }

    /// <summary>The groups in use, by name, not tracked, without who is in those with a rule.</summary>
    public async Task<IReadOnlyList<ClientGroup>> ListAsync(CancellationToken cancel) =>
        // What a transaction sees is nobody else's yet.
        db.Database.CurrentTransaction is null ? await cache.GetAsync(CacheKey, Keep, LoadAsync, cancel) : await LoadAsync(cancel);

    private async ValueTask<IReadOnlyList<ClientGroup>> LoadAsync(CancellationToken cancel) => await db.Groups.AsNoTracking().OrderBy(g => g.NameKey).ThenBy(g => g.Id).ToListAsync(cancel);

    /// <summary>Reads them anew the next time: one of them changed.</summary>
    public void Forget()
    {
        _groups = null;
        _byRule.Clear();
        cache.Remove(CacheKey);
    }

    /// <summary>Ids of a group's clients; nobody's where its rule cannot be read (any more). Clients in the trash may be among those of a
    /// static group.</summary>
    public IQueryable<long> Members(ClientGroup group) => _byRule.GetValueOrDefault(group.Id) ?? Members(group.Id);

    private IQueryable<long> Members(long groupId) => db.GroupMembers.Where(m => m.GroupId == groupId).Select(m => m.ClientId);

    /// <summary>True where the group has a rule that the list cannot read: a module is switched off.</summary>
    public bool IsBroken(ClientGroup group) => !group.IsStatic && !_byRule.ContainsKey(group.Id);

    /// <summary>A group's clients in use.</summary>
    public IQueryable<ClientName> Clients(ClientGroup group)
    {
        var ids = Members(group);
        return clients.Names(db).Where(c => !c.IsDeleted && ids.Contains(c.Id));
    }

    /// <summary>How many clients in use a group has, counted to <see cref="CountCap"/>.</summary>
    public async Task<GroupCount> CountAsync(ClientGroup group, CancellationToken cancel) => GroupCount.Of(await Clients(group).Take(CountCap + 1).CountAsync(cancel));

    /// <summary>The same of many: one query for those whose clients were chosen, one for those with a rule.</summary>
    public async Task<IReadOnlyDictionary<long, GroupCount>> CountsAsync(IReadOnlyList<ClientGroup> groups, CancellationToken cancel)
    {
        var counts = new Dictionary<long, int>();
        if (groups.Where(g => g.IsStatic).Select(g => g.Id).ToList() is { Count: > 0 } chosen)
        {
            var (inUse, members) = (clients.Names(db).Where(c => !c.IsDeleted), db.GroupMembers);
            counts = await db.Groups.Where(g => EF.Parameter(chosen).Contains(g.Id))
                .Select(g => new { g.Id, Count = members.Where(m => m.GroupId == g.Id && inUse.Any(c => c.Id == m.ClientId)).Take(CountCap + 1).Count() })
                .ToDictionaryAsync(g => g.Id, g => g.Count, cancel);
        }

        if (groups.Where(g => _byRule.ContainsKey(g.Id)).Select(Pairs).ToList() is { Count: > 0 } byRule)
        {
            var found = await byRule.Aggregate((all, more) => all.Concat(more)).GroupBy(p => p.GroupId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
            found.ForEach(g => counts.Add(g.Key, g.Count));
        }

        return groups.ToDictionary(g => g.Id, g => GroupCount.Of(counts.GetValueOrDefault(g.Id)));

        IQueryable<GroupOfClient> Pairs(ClientGroup group)
        {
            var id = group.Id;
            return Clients(group).Select(c => new GroupOfClient { GroupId = id, ClientId = c.Id }).Take(CountCap + 1);
        }
    }

    /// <summary>The groups of clients, of both kinds, in one query.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ClientGroup>>> OfAsync(IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        if (Groups.Count == 0)
        {
            return new Dictionary<long, IReadOnlyList<ClientGroup>>();
        }

        var found = (await Pairs().Where(p => EF.Parameter(clientIds).Contains(p.ClientId)).ToListAsync(cancel)).ToLookup(p => p.ClientId, p => p.GroupId);
        return found.Select(c => (Client: c.Key, Groups: (IReadOnlyList<ClientGroup>)[.. Groups.Where(g => c.Contains(g.Id))])).Where(c => c.Groups.Count > 0).ToDictionary(c => c.Client, c => c.Groups);
    }

    /// <summary>Whoever is in a group, with the folded name of the first of them.</summary>
    public IQueryable<ClientValue<string>> FirstNames() => Pairs().Join(db.Groups, p => p.GroupId, g => g.Id, (p, g) => new { p.ClientId, g.NameKey })
        .GroupBy(p => p.ClientId).Select(c => new ClientValue<string> { ClientId = c.Key, Value = c.Min(p => p.NameKey)! }); // a name is never null

    /// <summary>Every client of every group, of both kinds.</summary>
    private IQueryable<GroupOfClient> Pairs()
    {
        var pairs = db.GroupMembers.Select(m => new GroupOfClient { GroupId = m.GroupId, ClientId = m.ClientId });
        foreach (var (groupId, members) in _byRule)
        {
            pairs = pairs.Concat(members.Select(id => new GroupOfClient { GroupId = groupId, ClientId = id }));
        }

        return pairs;
    }
}

/// <summary>A client in a group. Settable, because EF cannot see through a record's constructor.</summary>
internal sealed class GroupOfClient
{
    public long GroupId { get; init; }

    public long ClientId { get; init; }
}

/// <summary>How many clients a group has.</summary>
internal readonly record struct GroupCount(int Count, bool IsCapped)
{
    /// <param name="found">Clients found, one more than the cap where there are more.</param>
    public static GroupCount Of(int found) => new(Math.Min(found, GroupCatalog.CountCap), found > GroupCatalog.CountCap);

    public string Text => Count.ToString("N0", System.Globalization.CultureInfo.CurrentCulture) + (IsCapped ? "+" : "");
}
