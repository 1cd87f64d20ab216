using System.Text.Json;
using System.Threading.Channels;

namespace ClientSuite.Hosting;

/// <summary>What one host of an installation tells the others.</summary>
/// <param name="From">The host.</param>
/// <param name="Kind">One of the constants.</param>
/// <param name="Tenant">Name or, for caches, id of the tenant; empty for the whole installation.</param>
/// <param name="Key">Key or prefix in the tenant's cache; empty otherwise.</param>
internal sealed record HostMessage(string From, string Kind, string Tenant, string Key)
{
    public const string TenantChanged = "tenant";
    public const string ModulesChanged = "modules";
    public const string CacheKey = "cache";
    public const string CachePrefix = "caches";
}

/// <summary>Tells the other hosts, by PostgreSQL's NOTIFY, what changed here. With a host database in a file there are no others.</summary>
internal sealed class HostBus(HostDatabase database)
{
    /// <summary>One installation a database: its schema's name.</summary>
    public const string Channel = HostDatabase.Schema;

    private readonly Channel<string> _outgoing = System.Threading.Channels.Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    public string HostId { get; } = Guid.NewGuid().ToString("N");

    public ChannelReader<string> Outgoing => _outgoing.Reader;

    /// <summary>Sends soon. What a process that is killed before did not send, the others see when their copy is too old.</summary>
    public void Publish(string kind, string tenant = "", string key = "")
    {
        if (!database.IsSqlite)
        {
            _outgoing.Writer.TryWrite(Text(kind, tenant, key));
        }
    }

    /// <summary>A message to send in somebody's own transaction.</summary>
    public string Text(string kind, string tenant, string key = "") => JsonSerializer.Serialize(new HostMessage(HostId, kind, tenant, key), Json.Compact);
}
