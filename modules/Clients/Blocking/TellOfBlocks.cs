using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Notifications;
using ClientSuite.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Tells who may block that a client was blocked, or is not any more; many at once are told once, by whoever blocks them.</summary>
internal sealed class TellOfBlocks(TenantDb db, INotifier notifier) : IEventHandler<ClientBlocked>, IEventHandler<ClientUnblocked>
{
    /// <summary>Id of the kind of notification.</summary>
    public const string NotificationType = "clients.blocked";

    public Task HandleAsync(ClientBlocked happened, CancellationToken cancel) =>
        happened.IsOfMany ? Task.CompletedTask : TellAsync("warn", happened.Reason.Length > 0 ? "clients.notify.blocked.reason" : "clients.notify.blocked", happened.ClientId, happened.Reason, cancel);

    public Task HandleAsync(ClientUnblocked happened, CancellationToken cancel) =>
        happened.IsOfMany ? Task.CompletedTask : TellAsync("info", "clients.notify.unblocked", happened.ClientId, "", cancel);

    private async Task TellAsync(string kind, string text, long id, string reason, CancellationToken cancel)
    {
        if (await db.Clients.AsNoTracking().Where(c => c.Id == id).Select(c => c.TradeName).FirstOrDefaultAsync(cancel) is { } name)
        {
            await notifier.NotifyAllAsync(Permissions.Block, new(kind, text, [name, reason], FormattableString.Invariant($"/admin/clients/{id}")) { Type = NotificationType }, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }
}
