using ClientSuite.Clients.Contracts;
using ClientSuite.Lists;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>The filters that the list offers: its own, and those of other modules' columns.</summary>
internal static class ClientListFilters
{
    private const string Blocked = "blocked";

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
        new(Blocked, "clients.field.blocked", ListFilterKind.Choice, [new("yes", "common.yes"), new("no", "common.no")]),
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

    /// <summary>The state with values as the filters offer them: a link may say them as the API does (<c>blocked=true</c>, <c>state=mg,sp</c>).</summary>
    public static ListState Offered(ListState state) =>
        state with { Filters = state.Filters.ToDictionary(f => f.Key, f => Offered(f.Key, f.Value), StringComparer.Ordinal) };

    private static string[] Offered(string name, string[] values) => Own.FirstOrDefault(f => f.Id == name && f.Kind == ListFilterKind.Choice) is not { } filter
        ? values
        : [.. values.SelectMany(v => name == Blocked ? [v] : v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(v => name != Blocked ? v : v.ToLowerInvariant() switch { "true" or "1" => "yes", "false" or "0" => "no", _ => v })
            .Select(v => filter.Choices.FirstOrDefault(c => c.Value.Equals(v, StringComparison.OrdinalIgnoreCase))?.Value ?? v).Distinct()];

    /// <summary>What is wrong with a filter of the address, by its label.</summary>
    public static string Say(FieldProblem problem, IStringLocalizer texts) => problem.Key == ClientFilter.UnknownKey ? texts["clients.filter.unknown", problem.Args].Value
        : texts["clients.filter.unreadable", Own.FirstOrDefault(f => f.Parameters().Contains(problem.Field)) is { } filter ? texts[filter.Title].Value : problem.Field, problem.Args[^1]].Value;
}
