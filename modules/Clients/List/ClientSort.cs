using ClientSuite.Data;
using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>An order of the list. Each has an index with the id, which ends every order, so a page after a cursor costs the same
/// wherever it lies.</summary>
internal abstract class ClientSort
{
    public const string Default = "-createdUtc";
    public const string ByName = "tradeName";

    public static IReadOnlyDictionary<string, ClientSort> All { get; } = new Dictionary<string, ClientSort>(StringComparer.Ordinal)
    {
        ["id"] = new ById(),
        [ByName] = new ByText(c => c.NameSort, r => TextFolding.SortKey(r.TradeName, Client.SortLength)),
        ["legalName"] = new ByText(c => c.LegalNameSort, r => TextFolding.SortKey(r.LegalName, Client.SortLength)),
        ["taxId"] = new ByText(c => c.TaxId, r => r.TaxId),
        ["email"] = new ByText(c => c.Email, r => r.Email),
        ["phone"] = new ByText(c => c.Phone, r => r.Phone),
        ["city"] = new ByText(c => c.CitySort, r => TextFolding.SortKey(r.City, 100)),
        ["createdUtc"] = new ByTime(c => c.CreatedUtc, r => r.CreatedUtc),
        ["modifiedUtc"] = new ByTime(c => c.ModifiedUtc, r => r.ModifiedUtc),
    };

    /// <summary>The column's value in a row, as the cursor keeps it.</summary>
    public abstract string ValueOf(ClientRow row);

    /// <param name="isWhole">True where all of them are to be found first and sorted then: no index is followed to meet them in their order.</param>
    public abstract IQueryable<Client> Order(IQueryable<Client> clients, bool descending, bool isWhole = false);

    /// <summary>What comes after a cursor in the given direction; null when the cursor's value is not of this sort.</summary>
    public abstract IQueryable<Client>? After(IQueryable<Client> clients, bool descending, ClientCursor cursor);

    /// <summary>Where so many clients have been passed in the given order; null where there are fewer. Reads the index alone.</summary>
    public abstract Task<ClientCursor?> AtAsync(IQueryable<Client> clients, bool descending, int passed, CancellationToken cancel);

    private sealed class ById : ClientSort
    {
        public override string ValueOf(ClientRow row) => "";

        public override IQueryable<Client> Order(IQueryable<Client> clients, bool descending, bool isWhole = false) => Ordered(clients, c => c.Id, descending, isWhole);

        public override IQueryable<Client> After(IQueryable<Client> clients, bool descending, ClientCursor cursor)
        {
            var id = cursor.Id;
            return descending ? clients.Where(c => c.Id < id) : clients.Where(c => c.Id > id);
        }

        public override async Task<ClientCursor?> AtAsync(IQueryable<Client> clients, bool descending, int passed, CancellationToken cancel) =>
            await Order(clients, descending).SkipVarying(passed).Select(c => (long?)c.Id).FirstOrDefaultAsync(cancel) is { } id ? new ClientCursor("id", "", id) : null;
    }

    private sealed class ByText(Expression<Func<Client, string>> column, Func<ClientRow, string> value) : ClientSort
    {
        public override string ValueOf(ClientRow row) => value(row);

        public override IQueryable<Client> Order(IQueryable<Client> clients, bool descending, bool isWhole = false) => Ordered(clients, column, descending, isWhole);

        public override IQueryable<Client> After(IQueryable<Client> clients, bool descending, ClientCursor cursor)
        {
            Expression<Func<int>> zero = () => 0;
            var compare = Expression.Call(typeof(string), nameof(string.Compare), null, column.Body, Captured.Of(cursor.Value));
            return clients.Where(Beyond(column.Parameters[0], descending,
                (op, _) => Expression.MakeBinary(op, compare, zero.Body), cursor.Id));
        }

        public override async Task<ClientCursor?> AtAsync(IQueryable<Client> clients, bool descending, int passed, CancellationToken cancel) =>
            await Order(clients, descending).SkipVarying(passed).Select(KeyOf(column)).FirstOrDefaultAsync(cancel) is { } key ? new ClientCursor("", key.Value, key.Id) : null;
    }

    private sealed class ByTime(Expression<Func<Client, DateTime>> column, Func<ClientRow, DateTime> value) : ClientSort
    {
        public override string ValueOf(ClientRow row) => Ticks(value(row));

        public override IQueryable<Client> Order(IQueryable<Client> clients, bool descending, bool isWhole = false) => Ordered(clients, column, descending, isWhole);

        public override IQueryable<Client>? After(IQueryable<Client> clients, bool descending, ClientCursor cursor)
        {
            if (!long.TryParse(cursor.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks)
            {
                return null;
            }

            var edge = Captured.Of(new DateTime(ticks, DateTimeKind.Utc));
            return clients.Where(Beyond(column.Parameters[0], descending, (op, _) => Expression.MakeBinary(op, column.Body, edge), cursor.Id));
        }

        public override async Task<ClientCursor?> AtAsync(IQueryable<Client> clients, bool descending, int passed, CancellationToken cancel) =>
            await Order(clients, descending).SkipVarying(passed).Select(KeyOf(column)).FirstOrDefaultAsync(cancel) is { } key ? new ClientCursor("", Ticks(key.Value), key.Id) : null;

        private static string Ticks(DateTime at) => at.Ticks.ToString(CultureInfo.InvariantCulture);
    }

    private static IQueryable<Client> Ordered<T>(IQueryable<Client> clients, Expression<Func<Client, T>> column, bool descending, bool isWhole)
    {
        if (isWhole)
        {
            var all = clients.OrderBy(c => c.Id * 0); // no index has this
            return descending ? all.ThenByDescending(column).ThenByDescending(c => c.Id) : all.ThenBy(column).ThenBy(c => c.Id);
        }

        return descending ? clients.OrderByDescending(column).ThenByDescending(c => c.Id) : clients.OrderBy(column).ThenBy(c => c.Id);
    }

    private static Expression<Func<Client, Key<T>>> KeyOf<T>(Expression<Func<Client, T>> column) => Expression.Lambda<Func<Client, Key<T>>>(
        Expression.New(typeof(Key<T>).GetConstructors()[0], column.Body, Expression.Property(column.Parameters[0], nameof(Client.Id))), column.Parameters);

    private sealed record Key<T>(T Value, long Id);

    /// <summary><c>value &gt;= edge and (value &gt; edge or id &gt; edgeId)</c>: the first half is what an index can seek by.</summary>
    private static Expression<Func<Client, bool>> Beyond(ParameterExpression client, bool descending, Func<ExpressionType, object?, Expression> compare, long edgeId)
    {
        var (reach, pass) = descending ? (ExpressionType.LessThanOrEqual, ExpressionType.LessThan) : (ExpressionType.GreaterThanOrEqual, ExpressionType.GreaterThan);
        var id = Expression.MakeBinary(pass, Expression.Property(client, nameof(Client.Id)), Captured.Of(edgeId));
        return Expression.Lambda<Func<Client, bool>>(Expression.AndAlso(compare(reach, null), Expression.OrElse(compare(pass, null), id)), client);
    }

    /// <summary>A value as C# would capture it, so that EF makes it a parameter and keeps one plan per shape.</summary>
    private static class Captured
    {
        public static Expression Of<T>(T value) => Expression.Field(Expression.Constant(new Box<T> { Value = value }), nameof(Box<T>.Value));

        private sealed class Box<T>
        {
            public T Value = default!; // set by the initialiser above
        }
    }
}

/// <summary>Where a page ended: opaque outside, valid with the sort that made it.</summary>
internal sealed record ClientCursor(string Sort, string Value, long Id)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Sort}\n{Id}\n{Value}")));

    public static ClientCursor? Read(string? text, string sort)
    {
        if (text is null || text.Length > 2000 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n', 3);
        return parts.Length == 3 && parts[0] == sort && !parts[2].Contains('\0') && !parts[2].Contains('\uFFFD')
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ClientCursor(sort, parts[2], id)
            : null;
    }
}
