using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Lists;

namespace ClientSuite.Groups;

/// <summary>The groups of each client in the list, as tags, and the filter by group (004-28).</summary>
internal sealed class GroupColumn(GroupCatalog catalog) : IClientColumn
{
    public const string Name = "group";

    public string Id => Name;

    public string Title => "groups.column";

    public int Order => 85;

    public ListColumnKind Kind => ListColumnKind.Text;

    public ListFilterKind? Filter => ListFilterKind.Choice;

    public IReadOnlyList<ListChoice> Choices => [.. catalog.Groups.Select(g => new ListChoice(g.Id.ToString(CultureInfo.InvariantCulture), g.Name, IsText: true))];

    public bool IsSortable => true;

    /// <summary>A tenant without groups is spared an empty column.</summary>
    public bool IsShown => catalog.Groups.Count > 0;

    public string? Permission => Permissions.View;

    public Task PrepareAsync(ClientColumnContext context, CancellationToken cancel) => catalog.ReadAsync(context.Queries, cancel);

    public async Task<IReadOnlyDictionary<long, Cell>> CellsAsync(ClientColumnContext context, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        await catalog.ReadAsync(context.Queries, cancel);
        return (await catalog.OfAsync(ids, cancel)).ToDictionary(c => c.Key, c => Cell.Labels([.. c.Value.Select(g => new CellTag(g.Tone, g.Name))]));
    }

    public IQueryable<long>? Matching(ClientColumnContext context, IReadOnlyList<string> values)
    {
        IQueryable<long>? all = null;
        foreach (var text in values.SelectMany(v => v.Split(',')))
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || catalog.Groups.FirstOrDefault(g => g.Id == id) is not { } group)
            {
                return null;
            }

            var members = catalog.Members(group);
            all = all is null ? members : all.Concat(members);
        }

        return all;
    }

    /// <summary>By the first group's name, which is the first tag of the cell.</summary>
    public IQueryable<long> Sorted(ClientColumnContext context, IQueryable<long> clients, bool descending)
    {
        var named = catalog.FirstNames().Join(clients, n => n.ClientId, id => id, (n, _) => n);
        return descending
            ? named.OrderByDescending(n => n.Value).ThenByDescending(n => n.ClientId).Select(n => n.ClientId)
            : named.OrderBy(n => n.Value).ThenBy(n => n.ClientId).Select(n => n.ClientId);
    }
}
