using System.Linq.Expressions;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>A filter as conditions of a query, all but its search words.</summary>
internal sealed class ClientNarrowing(ISearchIndex index, TenantClock clock, ClientColumnContext context, IReadOnlyList<IClientColumn> columns)
{
    public IQueryable<Client> Narrow(ClientFilter filter)
    {
        var clients = filter.Deleted ? context.Db.TrashedClients : context.Db.Clients;
        clients = Containing(clients, filter.TradeNames, text => c => EF.Functions.Like(c.NameSort, text, LikePattern.Escape));
        clients = Containing(clients, filter.LegalNames, text => c => EF.Functions.Like(c.LegalNameSort, text, LikePattern.Escape));
        clients = Containing(clients, filter.Emails, text => c => EF.Functions.Like(c.Email.ToLower(), text, LikePattern.Escape));
        clients = Any(clients, filter.Cities, city => Starting(c => c.CitySort, city));
        clients = Any(clients, filter.TaxIds, id => Starting(c => c.TaxId, id));
        if (filter.Ids.Count > 0)
        {
            var ids = filter.Ids;
            clients = clients.Where(c => EF.Parameter(ids).Contains(c.Id));
        }

        if (filter.Except.Count > 0)
        {
            var except = filter.Except;
            clients = clients.Where(c => !EF.Parameter(except).Contains(c.Id));
        }

        if (filter.States is [var state])
        {
            clients = clients.Where(c => c.State == state);
        }
        else if (filter.States is { Count: > 1 } states)
        {
            clients = clients.Where(c => states.Contains(c.State));
        }

        if (filter.Kinds.Distinct().ToList() is [var kind])
        {
            clients = clients.Where(c => c.PersonKind == kind);
        }

        if (filter.Blocked is { } blocked)
        {
            clients = blocked ? clients.Where(c => c.Blocked) : clients.Where(c => !c.Blocked);
        }

        if (filter.CreatedFrom is { } from)
        {
            var start = clock.StartOf(from);
            clients = clients.Where(c => c.CreatedUtc >= start);
        }

        if (filter.CreatedTo is { } to)
        {
            var end = clock.EndOf(to);
            clients = clients.Where(c => c.CreatedUtc < end);
        }

        foreach (var (key, values) in filter.Fields.Where(f => f.Value.Count > 0))
        {
            var path = FieldValues.Path(context.Db, key);
            List<string?> stored = [.. values.Select(v => FieldValues.Stored(context.Db, v))];
            clients = clients.Where(c => stored.Contains(FieldValues.Text(c.Fields, path)));
        }

        return Contributed(clients, filter);
    }

    private IQueryable<Client> Contributed(IQueryable<Client> clients, ClientFilter filter)
    {
        if (filter.Statuses.Count > 0)
        {
            if (columns.FirstOrDefault(c => c.Id == StatusColumn.Name) is { } status)
            {
                clients = status.Matching(context, filter.Statuses) is { } matching ? clients.Where(c => matching.Contains(c.Id)) : clients.Where(_ => false);
            }
            else if (!filter.Statuses.Contains("inactive"))
            {
                clients = clients.Where(_ => false); // nobody is active without plans
            }
        }

        foreach (var (name, values) in filter.Contributed)
        {
            var column = columns.FirstOrDefault(c => c.Id == name || c.Id + "From" == name || c.Id + "To" == name);
            var given = name == column?.Id ? values : [.. values.Select(v => name[(column?.Id.Length ?? 0)..] + ":" + v)];
            if (column is not null)
            {
                clients = column.Matching(context, given) is { } matching ? clients.Where(c => matching.Contains(c.Id)) : clients.Where(_ => false);
            }
        }

        return clients;
    }

    /// <summary>Contains a text: the search index finds who may, the column says who does.</summary>
    private IQueryable<Client> Containing(IQueryable<Client> clients, IReadOnlyList<string> texts, Func<string, Expression<Func<Client, bool>>> like)
    {
        if (texts.Count == 0)
        {
            return clients;
        }

        if (texts is [var only] && index.Matching(context.Db, Client.RecordType, only, withSensitive: false) is { } found)
        {
            clients = clients.Where(c => found.Contains(c.Id));
        }

        return Any(clients, texts, text => like(LikePattern.Containing(text)));
    }

    private static IQueryable<Client> Any<T>(IQueryable<Client> clients, IReadOnlyList<T> values, Func<T, Expression<Func<Client, bool>>> condition)
    {
        if (values.Count == 0)
        {
            return clients;
        }

        var client = Expression.Parameter(typeof(Client), "c");
        var all = values.Select(condition).Select(c => new Swap(c.Parameters[0], client).Visit(c.Body)).Aggregate(Expression.OrElse);
        return clients.Where(Expression.Lambda<Func<Client, bool>>(all, client));
    }

    /// <summary>A prefix as a range, which both databases seek in the index of a "C" column.</summary>
    private static Expression<Func<Client, bool>> Starting(Expression<Func<Client, string>> column, string prefix)
    {
        var end = prefix + '\uFFFF';
#pragma warning disable CA1309, MA0074 // translated to SQL, where the column's own order counts
        Expression<Func<string, bool>> range = text => string.Compare(text, prefix) >= 0 && string.Compare(text, end) < 0;
#pragma warning restore CA1309, MA0074
        return Expression.Lambda<Func<Client, bool>>(new Swap(range.Parameters[0], column.Body).Visit(range.Body), column.Parameters);
    }

    private sealed class Swap(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
