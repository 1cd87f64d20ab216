using ClientSuite.Clients.Contracts;
using ClientSuite.Lists;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>The filters that the list offers: its own, and those of other modules' columns.</summary>
internal static class ClientListFilters
{
    private static readonly ListFilter[] Own =
    [
        new("tradeName", "clients.field.tradeName", ListFilterKind.Text),
        new("legalName", "clients.field.legalName", ListFilterKind.Text),
        new("status", "clients.status", ListFilterKind.Choice, StatusColumn.Both),
        new("id", "clients.id", ListFilterKind.Number),
        new("created", "clients.field.createdUtc", ListFilterKind.Period),
        new("taxId", "clients.field.taxId", ListFilterKind.Text),
        new("email", "clients.field.email", ListFilterKind.Text),
        new("city", "clients.field.city", ListFilterKind.Text),
        new("state", "clients.field.state", ListFilterKind.Choice, [.. BrazilianState.All.Select(s => new ListChoice(s.Code, s.Name, IsText: true))]),
        new("personKind", "clients.field.personKind", ListFilterKind.Choice, [new("natural", "clients.personKind.natural"), new("legal", "clients.personKind.legal")]),
        new("blocked", "clients.field.blocked", ListFilterKind.Choice, [new("yes", "common.yes"), new("no", "common.no")]),
    ];

    public static async Task<IReadOnlyList<ListFilter>> ReadAsync(IReadOnlyList<IClientColumn> columns, ClientColumnContext context, CancellationToken cancel)
    {
        var filters = Own.Where(f => columns.All(c => c.Id != f.Id)).ToList();
        foreach (var column in columns)
        {
            if (column.Filter is { } kind)
            {
                await column.PrepareAsync(context, cancel);
                filters.Add(new ListFilter(column.Id, column.Title, kind, column.Choices));
            }
        }

        // A choice among nothing is none.
        filters.RemoveAll(f => f is { Kind: ListFilterKind.Choice, Choices.Count: 0 });
        return filters;
    }
}
