using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Active or inactive, as the module of plans says. Only there where a module does: else the list has a plain "inactive".</summary>
internal sealed class StatusColumn(IClientStatus status) : IClientColumn
{
    public const string Name = "status";

    public static IReadOnlyList<ListChoice> Both { get; } = [new("active", "clients.status.active"), new("inactive", "clients.status.inactive")];

    public string Id => Name;

    public string Title => "clients.status";

    public int Order => 80;

    public ListColumnKind Kind => ListColumnKind.Status;

    public ListFilterKind? Filter => ListFilterKind.Choice;

    public IReadOnlyList<ListChoice> Choices => Both;

    public bool IsSortable => true;

    public bool IsShown => true;

    public string? Permission => null;

    public async Task<IReadOnlyDictionary<long, Cell>> CellsAsync(ClientColumnContext context, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var cell = Cell.Status("ok", context.Texts["clients.status.active"].Value);
        return (await ActiveAsync(context.Db, ids, cancel)).ToDictionary(id => id, _ => cell);
    }

    public Task<List<long>> ActiveAsync(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel) =>
        status.Active(db).Where(id => ids.Contains(id)).Distinct().ToListAsync(cancel);

    public IQueryable<long>? Matching(ClientColumnContext context, IReadOnlyList<string> values)
    {
        var all = context.Db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Select(c => c.Id);
        var active = status.Active(context.Db);
        return (values.Contains("active"), values.Contains("inactive")) switch
        {
            (true, true) => all,
            (true, false) => active,
            (false, true) => all.Where(id => !active.Contains(id)),
            _ => null,
        };
    }

    public IQueryable<long> Sorted(ClientColumnContext context, IQueryable<long> clients, bool descending)
    {
        var active = status.Active(context.Db);
        return descending
            ? clients.OrderBy(id => active.Contains(id)).ThenByDescending(id => id)
            : clients.OrderByDescending(id => active.Contains(id)).ThenBy(id => id);
    }
}
