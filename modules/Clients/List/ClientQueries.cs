using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Primitives;

namespace ClientSuite.Clients;

internal sealed class ClientQueries(ClientList list, IAddedFields added, IStringLocalizer texts) : IClientQueries
{
    private const string Search = "q";

    public string? Narrowing(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        var narrowing = given.Where(q => ClientFilter.Narrows(q.Key, list.Columns) && q.Value.Any(v => !string.IsNullOrWhiteSpace(v))).OrderBy(q => q.Key, StringComparer.Ordinal).ToList();
        ClientFilter.Read(given, list.Columns, out var problems);
        return narrowing.Count == 0 || problems.Count > 0
            ? null
            : QueryString.Create(narrowing.SelectMany(q => q.Value.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => KeyValuePair.Create(q.Key, v)))).ToString().TrimStart('?');
    }

    public async Task<IQueryable<long>?> MatchingAsync(string query, CancellationToken cancel)
    {
        var given = QueryHelpers.ParseQuery(query);
        var filter = ClientFilter.Read(given, list.AllColumns, out var problems);
        if (given.Count == 0 || problems.Count > 0 || given.Keys.Any(name => !ClientFilter.Narrows(name, list.AllColumns)))
        {
            return null;
        }

        // Said again, because a query that this one is put into may look into the trash.
        return (await list.MatchingForAllAsync(filter, cancel)).Where(c => c.DeletedUtc == null).Select(c => c.Id);
    }

    public async Task<IReadOnlyList<ClientCondition>> InWordsAsync(string query, CancellationToken cancel)
    {
        var given = QueryHelpers.ParseQuery(query);
        var filters = await ClientListFilters.ReadAsync(list.AllColumns, list.ColumnContext, cancel);
        var state = new ListState { Filters = given.ToDictionary(q => q.Key, q => q.Value.OfType<string>().ToArray(), StringComparer.Ordinal) };
        List<ClientCondition> words = [.. filters.Where(state.IsSet).Select(f => new ClientCondition(f.Id, texts[f.Title].Value, f.ValueText(state, texts, int.MaxValue)))];
        if (given.GetValueOrDefault(Search) is { Count: > 0 } q)
        {
            words.Insert(0, new ClientCondition(Search, texts["clients.filter.q"].Value, Joined(q)));
        }

        // What no filter of the list stands for: fields that admins added, filters of a module that is switched off.
        var names = await added.NamesAsync(cancel);
        words.AddRange(given.Where(p => p.Key != Search && !filters.SelectMany(f => f.Parameters()).Contains(p.Key)).Select(p => new ClientCondition(p.Key, names.Of(Client.RecordType, p.Key), Joined(p.Value))));
        return words;
    }

    private static string Joined(StringValues values) => string.Join(", ", values.OfType<string>());
}
