using System.Linq.Expressions;

namespace ClientSuite.Data;

/// <summary>Skip and Take for a count that differs from call to call. Those of LINQ write it into the query as a constant, and EF compiles the
/// query anew for each (measured: 3 to 5 ms); these make it a parameter. Where the count is always the same, LINQ's are as good.</summary>
public static class VaryingRows
{
    /// <summary>All but the first <paramref name="count"/> rows; all where it is 0.</summary>
    public static IQueryable<T> SkipVarying<T>(this IQueryable<T> rows, int count) => With(rows, nameof(Queryable.Skip), () => count);

    /// <summary>The first <paramref name="count"/> rows at most.</summary>
    public static IQueryable<T> TakeVarying<T>(this IQueryable<T> rows, int count) => With(rows, nameof(Queryable.Take), () => count);

    private static IQueryable<T> With<T>(IQueryable<T> rows, string method, Expression<Func<int>> count) =>
        rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T)], rows.Expression, count.Body));
}
