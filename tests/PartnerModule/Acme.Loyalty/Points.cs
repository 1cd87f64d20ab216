using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Outbox;

namespace Acme.Loyalty;

/// <summary>A client's points.</summary>
internal sealed class Points
{
    public const int Welcome = 100;

    public long ClientId { get; init; }

    public int Total { get; set; }
}

/// <summary>A new client is welcome.</summary>
internal sealed class OnClientCreated(TenantDb db) : IEventHandler<ClientCreated>
{
    public async Task HandleAsync(ClientCreated happened, CancellationToken cancel)
    {
        // Adds, so that an event that took effect twice would show.
        if (await db.Set<Points>().FindAsync([happened.ClientId], cancel) is { } points)
        {
            points.Total += Points.Welcome;
            return;
        }

        db.Add(new Points { ClientId = happened.ClientId, Total = Points.Welcome });
    }
}

/// <summary>Two clients that become one have the points of both.</summary>
internal sealed class AddsPoints : IMergeParticipant
{
    public string Id => "Acme.Loyalty";

    public async Task<string?> MergeAsync(TenantDb db, long from, long to, CancellationToken cancel)
    {
        if (await db.Set<Points>().FindAsync([from], cancel) is not { Total: > 0 } theirs)
        {
            return null;
        }

        var mine = await db.Set<Points>().FindAsync([to], cancel) ?? db.Add(new Points { ClientId = to }).Entity;
        mine.Total += theirs.Total;
        var added = theirs.Total.ToString(CultureInfo.InvariantCulture);
        theirs.Total = 0;
        return added;
    }

    public async Task UndoAsync(TenantDb db, long from, long to, string kept, CancellationToken cancel)
    {
        var points = int.Parse(kept, CultureInfo.InvariantCulture);
        if (await db.Set<Points>().FindAsync([from], cancel) is { } theirs && await db.Set<Points>().FindAsync([to], cancel) is { } mine)
        {
            theirs.Total += points;
            mine.Total -= points;
        }
    }
}
