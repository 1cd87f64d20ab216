using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Clients;

/// <summary>Which clients a bulk action is about: those ticked, or all that the list matches. Kept in the operation's arguments.</summary>
internal sealed record ClientSelection(IReadOnlyList<long> Ids, string Query)
{
    public bool IsAll => Ids.Count == 0;

    /// <summary>What the bulk bar sends: <c>ids</c> repeated, or <c>all=true</c> with the list's query; null for neither.</summary>
    public static ClientSelection? Read(IQueryCollection query)
    {
        var ids = query["ids"].Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().ToList();
        if (ids.Count > 0)
        {
            return new ClientSelection(ids, "");
        }

        return query["all"] == "true"
            ? new ClientSelection([], QueryString.Create(query.Where(q => q.Key is not ("all" or "ids" or "handler")).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))).ToString().TrimStart('?'))
            : null;
    }

    public IQueryable<Client> Of(ClientList list)
    {
        if (!IsAll)
        {
            return list.Matching(new ClientFilter { Ids = Ids });
        }

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query);
        return list.Matching(ClientFilter.Read(query, list.Columns, out _));
    }
}

/// <summary>What can be done with many clients at once.</summary>
internal sealed record BulkAction(string Id, string Permission, System.Linq.Expressions.Expression<Func<Client, bool>> IsDone, Func<Client, DateTime, Outbox.IEvent?> Do)
{
    public static IReadOnlyList<BulkAction> All { get; } =
    [
        new("block", Permissions.Block, c => c.Blocked, (c, _) => c.Block("")),
        new("unblock", Permissions.Block, c => !c.Blocked, (c, _) => c.Unblock()),
        new("delete", Permissions.Delete, c => c.DeletedUtc != null, (c, now) => c.MoveToTrash(now)),
    ];

    public static BulkAction? Find(string? id) => All.FirstOrDefault(a => a.Id == id);
}
