using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ClientSuite.Clients;

/// <summary>Which clients a bulk action or a download is about: those ticked, or all that the list matches but those unticked. Kept in
/// the operation's arguments.</summary>
internal sealed record ClientSelection(IReadOnlyList<long> Ids, string Query)
{
    /// <summary>Those that were unticked after all were chosen.</summary>
    public IReadOnlyList<long> Except { get; init; } = [];

    public bool IsAll => Ids.Count == 0;

    /// <summary>What the bulk bar sends: <c>ids</c>, separated by commas or repeated, or <c>all=true</c> with <c>except</c> and the
    /// list's query in the address; in the body, because thousands of ids fit into no address. Null for neither.</summary>
    public static async Task<ClientSelection?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = request.HasFormContentType ? await request.ReadFormAsync(cancel) : FormCollection.Empty;
        StringValues Sent(string name) => body.TryGetValue(name, out var values) ? values : request.Query[name];
        if (Numbers(Sent("ids")) is { Count: > 0 } ids)
        {
            return new ClientSelection(ids, "");
        }

        return Sent("all") == "true" ? new ClientSelection([], ListQuery(request)) { Except = Numbers(Sent("except")) } : null;
    }

    /// <summary>The list's query in an address, without what says which rows and what to do.</summary>
    public static string ListQuery(HttpRequest request) =>
        QueryString.Create(request.Query.Where(q => q.Key is not ("all" or "ids" or "except" or "handler")).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))).ToString().TrimStart('?');

    /// <summary>The clients, those of the trash instead of the list's where <paramref name="trashed"/> says so. Ticked ones are found
    /// wherever they are: somebody may have moved them meanwhile.</summary>
    /// <exception cref="RuleBrokenException">The query cannot be read, or not any more: the module that gave a filter is switched off.</exception>
    public async Task<IQueryable<Client>> OfAsync(ClientList list, bool trashed, CancellationToken cancel)
    {
        if (!IsAll)
        {
            return list.ById(Ids);
        }

        var filter = ClientFilter.Read(QueryHelpers.ParseQuery(Query), list.Columns, out var problems);
        return problems.Count > 0 ? throw new RuleBrokenException(problems[0].Key, problems[0].Args) : await list.MatchingAsync(filter with { Deleted = trashed, Except = Except }, cancel);
    }

    /// <summary>What of the query cannot be read: nothing can be done with it then. Null where all can.</summary>
    public FieldProblem? Problem(ClientList list)
    {
        ClientFilter.Read(QueryHelpers.ParseQuery(Query), list.Columns, out var problems);
        return problems.Count > 0 ? problems[0] : null;
    }

    public static IReadOnlyList<long> Numbers(StringValues texts) =>
        [.. texts.SelectMany(t => (t ?? "").Split(',')).Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct()];
}
