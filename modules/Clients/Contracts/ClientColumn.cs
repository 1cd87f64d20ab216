using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Contracts;

/// <summary>What another module adds to the clients' list: a column, which the list can filter, sort and export by. Derive from
/// <see cref="ClientColumn{T}"/>. Scoped; asked once per list request.</summary>
public interface IClientColumn
{
    /// <summary>Stable id: name of the filter in the URL and in the API, and of the sort.</summary>
    string Id { get; }

    /// <summary>Text key of the header and of the filter.</summary>
    string Title { get; }

    /// <summary>Place among the columns: the list's own are 10 apart from 10 to 110.</summary>
    int Order { get; }

    /// <summary>How the header and the cells are drawn.</summary>
    ListColumnKind Kind { get; }

    /// <summary>How the filter is edited; null offers none.</summary>
    ListFilterKind? Filter { get; }

    /// <summary>Reads what the other members need of the database: choices that are records, filters that stand for them. Awaited
    /// before the column is drawn, offered as a filter, filtered or sorted by; often, so it keeps what it read for the scope.</summary>
    Task PrepareAsync(ClientColumnContext context, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Values of a choice filter; empty otherwise.</summary>
    IReadOnlyList<ListChoice> Choices { get; }

    /// <summary>True when the list may be sorted by it.</summary>
    bool IsSortable { get; }

    /// <summary>True when it is shown until the user chooses otherwise.</summary>
    bool IsShown { get; }

    /// <summary>Permission without which a caller neither sees, filters, sorts nor exports by it; null for none.</summary>
    string? Permission { get; }

    /// <summary>Cells of the clients on a page, by client id: one query. A client without a value is left out.</summary>
    Task<IReadOnlyDictionary<long, Cell>> CellsAsync(ClientColumnContext context, IReadOnlyList<long> ids, CancellationToken cancel);

    /// <summary>Ids of the clients that have one of the values; null when a value is not one of the column's.</summary>
    IQueryable<long>? Matching(ClientColumnContext context, IReadOnlyList<string> values);

    /// <summary>Ids of the clients that have a value, in its order and then by id.</summary>
    IQueryable<long> Sorted(ClientColumnContext context, IQueryable<long> clients, bool descending);
}

/// <summary>What a column works with.</summary>
/// <param name="Db">The tenant's database.</param>
/// <param name="Today">The tenant's today.</param>
/// <param name="Texts">Texts in the reader's language.</param>
/// <param name="Queries">The list's own filters, for a column whose values are queries.</param>
public sealed record ClientColumnContext(TenantDb Db, DateOnly Today, IStringLocalizer Texts, IClientQueries Queries);

/// <summary>A client's value in a column. A class with settable members, because EF cannot see through a record's constructor.</summary>
/// <typeparam name="T">Type of the value; it must be comparable in the database.</typeparam>
public sealed class ClientValue<T>
{
    /// <summary>The client.</summary>
    public long ClientId { get; init; }

    /// <summary>The value.</summary>
    public required T Value { get; init; }
}

/// <summary>A column made from one query.</summary>
/// <typeparam name="T">Type of its values.</typeparam>
public abstract class ClientColumn<T> : IClientColumn
{
    /// <inheritdoc />
    public abstract string Id { get; }

    /// <inheritdoc />
    public abstract string Title { get; }

    /// <inheritdoc />
    public virtual int Order => 200;

    /// <inheritdoc />
    public virtual ListColumnKind Kind => ListColumnKind.Text;

    /// <inheritdoc />
    public virtual ListFilterKind? Filter => null;

    /// <inheritdoc />
    public virtual IReadOnlyList<ListChoice> Choices => [];

    /// <inheritdoc />
    public virtual bool IsSortable => true;

    /// <inheritdoc />
    public virtual bool IsShown => true;

    /// <inheritdoc />
    public virtual string? Permission => null;

    /// <summary>One row per client that has a value. Composed further by the list: at most a projection of one indexed table.</summary>
    public abstract IQueryable<ClientValue<T>> Query(ClientColumnContext context);

    /// <summary>How a value is shown.</summary>
    public virtual Cell ToCell(T value, ClientColumnContext context) => Cell.Of(Convert.ToString(value, CultureInfo.CurrentCulture));

    /// <summary>The values that a filter's text stands for; null when it is not one of the column's.</summary>
    protected virtual IQueryable<ClientValue<T>>? Where(IQueryable<ClientValue<T>> values, string text, ClientColumnContext context) => null;

    /// <inheritdoc />
    public virtual IQueryable<long>? Matching(ClientColumnContext context, IReadOnlyList<string> values)
    {
        IQueryable<long>? all = null;
        foreach (var text in values)
        {
            if (Where(Query(context), text, context) is not { } matching)
            {
                return null;
            }

            var ids = matching.Select(v => v.ClientId);
            all = all is null ? ids : all.Concat(ids);
        }

        return all;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<long, Cell>> CellsAsync(ClientColumnContext context, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var values = await Query(context).Where(v => ids.Contains(v.ClientId)).AsNoTracking().ToListAsync(cancel);
        return values.DistinctBy(v => v.ClientId).ToDictionary(v => v.ClientId, v => ToCell(v.Value, context));
    }

    /// <inheritdoc />
    public IQueryable<long> Sorted(ClientColumnContext context, IQueryable<long> clients, bool descending)
    {
        var joined = Query(context).Join(clients, v => v.ClientId, id => id, (v, id) => v);
        return descending
            ? joined.OrderByDescending(v => v.Value).ThenByDescending(v => v.ClientId).Select(v => v.ClientId)
            : joined.OrderBy(v => v.Value).ThenBy(v => v.ClientId).Select(v => v.ClientId);
    }
}
