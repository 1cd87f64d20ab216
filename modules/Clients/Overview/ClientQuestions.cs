using System.Linq.Expressions;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Numbers that a client's page asks for, gathered to be answered by one statement: most of what a small query costs is its way
/// to the database and back.</summary>
internal sealed class ClientQuestions(TenantDb db, long clientId)
{
    private readonly List<Expression> _asked = [];
    private long?[] _answers = [];

    /// <summary>How many rows there are. The result names the answer.</summary>
    public int Count<T>(IQueryable<T> rows) => Add(Expression.Convert(Expression.Call(typeof(Queryable), nameof(Queryable.Count), [typeof(T)], rows.Expression), typeof(long?)));

    /// <summary>The first number, null where there is none.</summary>
    public int First(IQueryable<long?> numbers) => Add(Expression.Call(typeof(Queryable), nameof(Queryable.FirstOrDefault), [typeof(long?)], numbers.Expression));

    public async Task AskAsync(CancellationToken cancel)
    {
        if (_asked.Count == 0)
        {
            return;
        }

        var all = Expression.Lambda<Func<Client, long?[]>>(Expression.NewArrayInit(typeof(long?), _asked), Expression.Parameter(typeof(Client)));
        // Whoever was deleted meanwhile has no answers.
        _answers = await db.Clients.AsNoTracking().Where(c => c.Id == clientId).Select(all).FirstOrDefaultAsync(cancel) ?? new long?[_asked.Count];
        _asked.Clear();
    }

    /// <summary>An answer, after <see cref="AskAsync"/>.</summary>
    public long? Answer(int question) => _answers[question];

    private int Add(Expression question)
    {
        _asked.Add(question);
        return _asked.Count - 1;
    }
}
