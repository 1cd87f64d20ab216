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
