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
    public Task HandleAsync(ClientCreated happened, CancellationToken cancel)
    {
        db.Add(new Points { ClientId = happened.ClientId, Total = Points.Welcome });
        return Task.CompletedTask;
    }
}
