using System.Collections.Concurrent;
using System.Diagnostics;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Tests.Data;

/// <summary>The queries that are compiled for a tenant's users from now on. A compilation costs milliseconds, and one that comes back with every
/// request hides well.</summary>
internal sealed class Compilations : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _tenant;
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly ConcurrentQueue<string> _queries = [];

    public Compilations(string tenant)
    {
        _tenant = tenant;
        // The hosts of all tests share the cache; full, it takes nothing up for a moment.
        TenantDbFactory.Queries.Compact(0.1);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyCollection<string> Queries => _queries;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this, name => name == CoreEventId.QueryCompilationStarting.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is QueryExpressionEventData { Context: TenantDb { Session.UserId: not null } db } query && db.Session.Tenant == _tenant)
        {
            _queries.Enqueue(query.ToString());
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
