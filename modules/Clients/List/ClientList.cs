using System.Linq.Expressions;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>How the total of a list is counted.</summary>
internal enum TotalMode
{
    /// <summary>Up to <see cref="ClientList.TotalCap"/>.</summary>
    Capped,

    /// <summary>All, however long it takes.</summary>
    Exact,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>Which page of the list.</summary>
internal sealed record ClientPaging(string Sort, int PageSize)
{
    public int Page { get; init; } = 1;
    public string? After { get; init; }

    /// <summary>Reads the order backwards, from <see cref="After"/> or from the end.</summary>
    public bool FromEnd { get; init; }

    public TotalMode Total { get; init; }

    public string SortColumn => Sort.TrimStart('-');

    public bool Descending => Sort.StartsWith('-');
}

/// <summary>A page of the list.</summary>
internal sealed record ClientPage(IReadOnlyList<ClientRow> Rows)
{
    public int? Total { get; init; }
    public bool TotalIsCapped { get; init; }

    /// <summary>Cursor of the last row; null on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Cursor of the first row; null on the first page and for numbered pages.</summary>
    public string? Previous { get; init; }
}

/// <summary>Answers the questions of every list of clients: which, in what order, how many.</summary>
internal sealed class ClientList(TenantDb db, ISearchIndex index, TenantClock clock, ICurrentUser user, IEnumerable<IClientColumn> columns, IEnumerable<IClientStatus> statuses, IAddedFields added, IStringLocalizer texts)
{
    public const int TotalCap = 1_000;

    /// <summary>So many hits are looked up and sorted.</summary>
    private const int Sorted = 1_500;

    private IReadOnlyList<IClientColumn>? _columns;
    private IReadOnlyList<IClientColumn>? _allColumns;

    /// <summary>Who is active; null where no module says.</summary>
    public StatusColumn? Status { get; } = statuses.SingleOrDefault() is { } given ? new StatusColumn(given) : null;

    /// <summary>Contributed columns that the user may see.</summary>
    public IReadOnlyList<IClientColumn> Columns => _columns ??=
        [.. columns.Concat(Status is { } status ? [status] : []).Where(c => c.Permission is null || user.Has(c.Permission)).OrderBy(c => c.Order)];

    /// <summary>Contributed columns that the user may not see: naming one is 403.</summary>
    public bool IsForbidden(string name) => columns.FirstOrDefault(c => c.Id == name || ClientFilter.Parameters(c).Contains(name)) is { } column && !Columns.Contains(column);

    public ClientColumnContext ColumnContext => new(db, clock.Today, texts, new ClientQueries(this, added, texts));

    /// <summary>All columns, those too that the user may not see: what a stored query means does not depend on who asks.</summary>
    public IReadOnlyList<IClientColumn> AllColumns => _allColumns ??= [.. columns.Concat(Status is { } status ? [status] : [])];

    private async Task<IQueryable<Client>> NarrowAsync(ClientFilter filter, IReadOnlyList<IClientColumn> known, CancellationToken cancel)
    {
        foreach (var column in known.Where(filter.Names))
        {
            await column.PrepareAsync(ColumnContext, cancel);
        }

        return new ClientNarrowing(index, clock, ColumnContext, known).Narrow(filter);
    }

    public bool CanSort(string sort) => SortOf(sort.TrimStart('-')) is not null || Columns.Any(c => c.IsSortable && c.Id == sort.TrimStart('-'));

    /// <summary>The trash is for who may put clients into it.</summary>
    public bool MayRead(ClientFilter filter) => !filter.Deleted || user.Has(Permissions.Delete);

    /// <summary>The list's own order by a column; null for a contributed one. Without a module of plans all have the same status, and the id
    /// alone tells them apart.</summary>
    private ClientSort? SortOf(string column) => column == StatusColumn.Name && Status is null ? ClientSort.All["id"] : ClientSort.All.GetValueOrDefault(column);

    /// <summary>Clients by id, in the list or in the trash.</summary>
    public IQueryable<Client> ById(IReadOnlyList<long> ids) => db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => EF.Parameter(ids).Contains(c.Id));

    /// <summary>Every client that matches, the whole search included.</summary>
    public Task<IQueryable<Client>> MatchingAsync(ClientFilter filter, CancellationToken cancel) => MatchingAsync(filter, Columns, cancel);

    /// <summary>Every client that matches, whichever columns the user may see.</summary>
    public Task<IQueryable<Client>> MatchingForAllAsync(ClientFilter filter, CancellationToken cancel) => MatchingAsync(filter, AllColumns, cancel);

    private async Task<IQueryable<Client>> MatchingAsync(ClientFilter filter, IReadOnlyList<IClientColumn> known, CancellationToken cancel)
    {
        var clients = await NarrowAsync(filter, known, cancel);
        return filter.Q is { } q && index.Matching(db, Client.RecordType, q, withSensitive: false) is { } found
            ? clients.Where(c => found.Contains(c.Id))
            : clients;
    }

    public async Task<ClientPage> PageAsync(ClientFilter filter, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel)
    {
        var clients = await NarrowAsync(filter, Columns, cancel);
        var matching = filter.Q is { } words ? index.Matching(db, Client.RecordType, words, withSensitive: false) : null;
        if (filter.Q is { } q && matching is not null)
        {
            return await SearchAsync(clients, q, clients.Where(c => matching.Contains(c.Id)), filter, paging, projection, cancel);
        }

        return await CountAsync(await PageAsync(clients, paging, projection, cancel), clients, paging, cancel);
    }

    /// <summary>A page of what a search finds, in any order. Fetching all hits costs their number, walking the list in its order until a page of
    /// them is passed costs (page × clients / hits): an estimate says which is less, and either takes about the square root of (page × clients)
    /// rows at its worst, 4,600 of a million. Many hits that all lie far down are sorted by the database.</summary>
    private async Task<ClientPage> SearchAsync(IQueryable<Client> clients, string q, IQueryable<Client> all, ClientFilter filter, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel)
    {
        var limit = Sorted;
        var isWalked = false;
        SearchResult? found = null;
        SearchEstimate? estimate = null;
        var sort = SortOf(paging.SortColumn);
        if (sort is not null && (estimate = await index.EstimateAsync(db, Client.RecordType, q, cancel)) is not null)
        {
            limit = Math.Max(limit, (int)(2 * Math.Sqrt(paging.PageSize * (double)estimate.Of)));
            isWalked = estimate.All is null && estimate.Hits > limit / 2;
            if (isWalked && await WalkAsync(clients, q, filter.IsSearchOnly, sort, estimate, paging, projection, cancel) is { } walked)
            {
                return await CountAsync(walked, all, paging, cancel);
            }

            found = estimate.All;
        }

        found ??= await index.FindAnyAsync(db, Client.RecordType, q, limit, cancel);
        if (found is not { IsCut: false })
        {
            // Either the estimate was too low, or the hits lie far down.
            var page = sort is null ? await PageAsync(all, paging, projection, cancel)
                : !isWalked && estimate is not null && await WalkAsync(clients, q, filter.IsSearchOnly, sort, estimate with { Hits = limit }, paging, projection, cancel) is { } walked ? walked
                : await SortedPageAsync(From(all, sort, paging), sort, paging, projection, cancel, isWhole: true);
            return await CountAsync(page, all, paging, cancel);
        }

        var ids = found.Ids;
        // Many hits are sooner passed in the list's order than looked up one by one; the sum keeps the planner from looking them up.
        var those = clients.Where(c => EF.Parameter(ids).Contains(c.Id));
        var sorted = sort is not null && ids.Count > Sorted && filter.IsSearchOnly
            ? await SortedPageAsync(From(clients, sort, paging).Where(c => EF.Parameter(ids).Contains(c.Id + 0)), sort, paging, projection, cancel, walked: clients)
            : await PageAsync(those, paging, projection, cancel);
        return await CountAsync(sorted, those, paging, cancel);
    }

    /// <summary>Null where the hits lie so far down that fetching them all costs less.</summary>
    private async Task<ClientPage?> WalkAsync(IQueryable<Client> clients, string q, bool isWholeList, ClientSort sort, SearchEstimate estimate, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel)
    {
        const int patience = 4;
        if (index.Passing(db, Client.RecordType, q) is not { } passing)
        {
            return null;
        }

        var passed = (int)Math.Min(patience * (paging.PageSize + 1) * Math.Max(1, paging.Page) * estimate.Of / estimate.Hits, int.MaxValue);
        var descending = paging.Descending != paging.FromEnd;
        var rest = From(clients, sort, paging);
        if (paging.SortColumn == ClientSort.ByName && index.NameStart(q) is { } name)
        {
#pragma warning disable CA1309, MA0074 // translated to SQL, where the column's own order counts
            rest = rest.Where(c => string.Compare(c.NameSort, name.From) >= 0 && string.Compare(c.NameSort, name.Before) < 0);
#pragma warning restore CA1309, MA0074
        }

        Task<ClientPage> WalkedAsync(IQueryable<Client> part) => SortedPageAsync(part.Where(c => passing.Any(e => e.RecordId == c.Id)), sort, paging, projection, cancel, walked: clients);
        bool IsWhole(ClientPage page) => (paging.FromEnd ? page.Previous : page.Next) is not null;

        if (!isWholeList)
        {
            return await WalkedAsync(rest);
        }

        if (db.IsSqlite)
        {
            // It would sort the part again, all of it.
            var end = await sort.AtAsync(rest, descending, passed, cancel);
            var page = await WalkedAsync(end is null ? rest : sort.After(rest, !descending, end) ?? rest); // its own cursor
            return end is null || IsWhole(page) ? page : null;
        }

        var walked = await WalkedAsync(sort.Order(rest, descending).TakeVarying(passed));
        return IsWhole(walked) || !await sort.Order(rest, descending).SkipVarying(passed).AnyAsync(cancel) ? walked : null;
    }

    private Task<ClientPage> PageAsync(IQueryable<Client> clients, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel) =>
        SortOf(paging.SortColumn) is { } sort
            ? SortedPageAsync(From(clients, sort, paging), sort, paging, projection, cancel)
            : ContributedPageAsync(clients, paging, projection, cancel);

    /// <summary>Asks where a client stands in an order, and between whom; null where the order is not of its own columns. The result reads the answers.</summary>
    public async Task<Func<ClientPlace>?> AskPlaceAsync(ClientQuestions questions, ClientFilter filter, string sort, ClientRow of, CancellationToken cancel)
    {
        var descending = sort.StartsWith('-');
        var column = sort.TrimStart('-');
        if (SortOf(column) is not { } order)
        {
            return null;
        }

        var clients = await MatchingAsync(filter, cancel);
        var cursor = new ClientCursor(column, order.ValueOf(of), of.Id);
        if (order.After(clients, !descending, cursor) is not { } before || order.After(clients, descending, cursor) is not { } after)
        {
            return null;
        }

        int Nearest(IQueryable<Client> beyond, bool down) => questions.First(order.Order(beyond, down).Select(c => (long?)c.Id));
        var (previous, next) = (Nearest(before, !descending), Nearest(after, descending));
        var (ahead, all) = (questions.Count(before.Take(TotalCap + 1)), questions.Count(clients.Take(TotalCap + 1)));
        return () => new ClientPlace(questions.Answer(previous), questions.Answer(next), (int)(questions.Answer(ahead) ?? 0) + 1, (int)(questions.Answer(all) ?? 0));
    }

    /// <summary>Every matching row in list order, in batches by key, so that no transaction stays open for a download. While a batch
    /// is used, the next one may be read: only where its user does not ask the same context meanwhile.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ClientRow>> AllAsync(ClientFilter filter, string sort, Expression<Func<Client, ClientRow>> projection, bool readsAhead,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        const int batch = 5_000;
        var clients = (await MatchingAsync(filter, cancel)).AsNoTracking();
        var descending = sort.StartsWith('-');
        if (SortOf(sort.TrimStart('-')) is not { } order)
        {
            foreach (var ids in (await ContributedOrderAsync(clients, sort, cancel)).Chunk(batch))
            {
                var found = await clients.Where(c => EF.Parameter(ids).Contains(c.Id)).Select(projection).ToDictionaryAsync(r => r.Id, cancel);
                yield return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
            }

            yield break;
        }

        Task<List<ClientRow>> ReadAsync(IQueryable<Client> rest) =>
            Task.Run(() => order.Order(rest, descending).Take(batch).Select(projection).ToListAsync(cancel), cancel);

        Task<List<ClientRow>>? next = ReadAsync(clients);
        try
        {
            while (next is not null)
            {
                var rows = await next;
                var rest = rows.Count < batch ? null : order.After(clients, descending, new ClientCursor("", order.ValueOf(rows[^1]), rows[^1].Id));
                next = rest is not null && readsAhead ? ReadAsync(rest) : null;
                yield return rows;
                next ??= rest is null ? null : ReadAsync(rest);
            }
        }
        finally
        {
            // A reader that stops early must not leave the context to a query under way.
            if (next is not null)
            {
                await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <summary>What comes after the page's cursor.</summary>
    private static IQueryable<Client> From(IQueryable<Client> clients, ClientSort sort, ClientPaging paging)
    {
        if (paging.After is null)
        {
            return clients;
        }

        var cursor = ClientCursor.Read(paging.After, paging.SortColumn);
        return (cursor is null ? null : sort.After(clients, paging.Descending != paging.FromEnd, cursor)) ?? throw new BadCursorException();
    }

    /// <summary>A page of what comes after the cursor, in a sort's order. Where many clients are passed for it, <paramref name="walked"/> says of what: then the index alone is
    /// read for those, and rows for the page (on PostgreSQL 4 ms instead of 19 for 14,000).</summary>
    private static async Task<ClientPage> SortedPageAsync(IQueryable<Client> rest, ClientSort sort, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel, IQueryable<Client>? walked = null, bool isWhole = false)
    {
        var part = sort.Order(rest.AsNoTracking(), paging.Descending != paging.FromEnd, isWhole);
        if (paging is { After: null, FromEnd: false, Page: > 1 })
        {
            part = part.SkipVarying((paging.Page - 1) * paging.PageSize);
        }

        part = part.TakeVarying(paging.PageSize + 1);
        if (walked is not null)
        {
            var ids = part.Select(c => c.Id);
            part = sort.Order(walked.AsNoTracking().Where(c => ids.Contains(c.Id)), paging.Descending != paging.FromEnd);
        }

        var rows = await part.Select(projection).ToListAsync(cancel);
        var hasMore = rows.Count > paging.PageSize;
        if (hasMore)
        {
            rows.RemoveAt(paging.PageSize);
        }

        if (paging.FromEnd)
        {
            rows.Reverse();
        }

        string? CursorOf(ClientRow row) => new ClientCursor(paging.SortColumn, sort.ValueOf(row), row.Id).ToString();
        var hasNext = paging.FromEnd ? paging.After is not null : hasMore;
        var hasPrevious = paging.FromEnd ? hasMore : paging.After is not null;
        return new ClientPage(rows)
        {
            Next = hasNext && rows.Count > 0 ? CursorOf(rows[^1]) : null,
            Previous = hasPrevious && rows.Count > 0 ? CursorOf(rows[0]) : null,
        };
    }

    /// <summary>Ids in the order of another module's value: 8 bytes a client, where keeping a place in that order would take a query each.</summary>
    private async Task<List<long>> ContributedOrderAsync(IQueryable<Client> clients, string sort, CancellationToken cancel)
    {
        var ids = clients.Select(c => c.Id);
        var column = Columns.First(c => c.Id == sort.TrimStart('-'));
        await column.PrepareAsync(ColumnContext, cancel);
        var order = await column.Sorted(ColumnContext, ids, sort.StartsWith('-')).ToListAsync(cancel);
        var having = order.ToHashSet();
        order.AddRange((await ids.OrderBy(id => id).ToListAsync(cancel)).Where(id => !having.Contains(id)));
        return order;
    }

    /// <summary>Sorted by another module's value: whoever has none comes last, by a second query. The cursor is a position.</summary>
    private async Task<ClientPage> ContributedPageAsync(IQueryable<Client> clients, ClientPaging paging, Expression<Func<Client, ClientRow>> projection, CancellationToken cancel)
    {
        var column = Columns.First(c => c.Id == paging.SortColumn);
        var context = ColumnContext;
        await column.PrepareAsync(context, cancel);
        var ids = clients.Select(c => c.Id);
        var from = paging.After is null ? (paging.Page - 1) * paging.PageSize
            : ClientCursor.Read(paging.After, paging.SortColumn) is { } cursor ? (int)Math.Min(cursor.Id, int.MaxValue) : throw new BadCursorException();
        if (paging.FromEnd)
        {
            var all = await clients.CountAsync(cancel);
            from = Math.Max(0, (paging.After is null ? all : from) - paging.PageSize);
        }

        var page = await column.Sorted(context, ids, paging.Descending).SkipVarying(from).TakeVarying(paging.PageSize + 1).ToListAsync(cancel);
        if (page.Count <= paging.PageSize)
        {
            var withValue = page.Count > 0 ? from + page.Count : await column.Sorted(context, ids, paging.Descending).CountAsync(cancel);
            var having = column.Sorted(context, ids, descending: false);
            page.AddRange(await ids.Where(id => !having.Contains(id)).OrderBy(id => id)
                .SkipVarying(Math.Max(0, from - withValue)).TakeVarying(paging.PageSize + 1 - page.Count).ToListAsync(cancel));
        }

        var hasMore = page.Count > paging.PageSize;
        var shown = page.Take(paging.PageSize).ToList();
        var rows = await clients.AsNoTracking().Where(c => shown.Contains(c.Id)).Select(projection).ToDictionaryAsync(r => r.Id, cancel);
        string Cursor(int at) => new ClientCursor(paging.SortColumn, "", at).ToString();
        return new ClientPage([.. shown.Where(rows.ContainsKey).Select(id => rows[id])])
        {
            Next = hasMore ? Cursor(from + paging.PageSize) : null,
            Previous = from > 0 && (paging.After is not null || paging.FromEnd) ? Cursor(from) : null,
        };
    }

    private static async Task<ClientPage> CountAsync(ClientPage page, IQueryable<Client> clients, ClientPaging paging, CancellationToken cancel)
    {
        if (paging.Total == TotalMode.None)
        {
            return page;
        }

        // A first page that holds everything has been counted already.
        if (page.Next is null && paging is { Page: 1, After: null, FromEnd: false })
        {
            return page with { Total = page.Rows.Count };
        }

        if (paging.Total == TotalMode.Exact)
        {
            return page with { Total = await clients.CountAsync(cancel) };
        }

        var count = await clients.Take(TotalCap + 1).CountAsync(cancel);
        return page with { Total = Math.Min(count, TotalCap), TotalIsCapped = count > TotalCap };
    }
}

/// <summary>Where a client stands in a list.</summary>
/// <param name="Previous">Who comes before it; null at the start.</param>
/// <param name="Next">Who comes after it; null at the end.</param>
/// <param name="At">Its place from 1, counted to <see cref="ClientList.TotalCap"/> and a bit.</param>
/// <param name="Total">Of how many, counted so too.</param>
internal sealed record ClientPlace(long? Previous, long? Next, int At, int Total)
{
    public bool IsCapped => Total > ClientList.TotalCap;

    /// <summary>False further down than is counted, and for a client that the list's filter leaves out.</summary>
    public bool IsKnown => At <= ClientList.TotalCap && At <= Total;
}

/// <summary>The cursor was not made by this sort.</summary>
internal sealed class BadCursorException() : Exception("The cursor does not belong to this sort.");
