using System.Threading.Channels;

namespace ClientSuite.Outbox;

/// <summary>Tenants that wait for a visit, each once however often it is woken. One that is woken during its visit is visited again afterwards.</summary>
internal sealed class VisitQueue(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _visited = new(StringComparer.Ordinal); // whether it was woken since
    private readonly Channel<(string Tenant, long WokenAt)> _turns = Channel.CreateUnbounded<(string, long)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Tenants in the order they were woken in, with the clock's timestamp of that.</summary>
    public ChannelReader<(string Tenant, long WokenAt)> Turns => _turns.Reader;

    public void Wake(string tenant)
    {
        lock (_lock)
        {
            if (_visited.ContainsKey(tenant))
            {
                _visited[tenant] = true;
            }
            else if (_waiting.Add(tenant))
            {
                _turns.Writer.TryWrite((tenant, time.GetTimestamp()));
            }
        }
    }

    /// <summary>A visit begins: what comes from here on needs another.</summary>
    public void Begin(string tenant)
    {
        lock (_lock)
        {
            _waiting.Remove(tenant);
            _visited[tenant] = false;
        }
    }

    public void End(string tenant)
    {
        lock (_lock)
        {
            if (_visited.Remove(tenant, out var isWoken) && isWoken)
            {
                Wake(tenant);
            }
        }
    }
}
