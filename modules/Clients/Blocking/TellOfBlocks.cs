using ClientSuite.Data;
using ClientSuite.Notifications;
using ClientSuite.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>One client was blocked, or is not any more. An event of its own beside the public ones: many at once are told by whoever does that,
/// and a handler of those would make each of a hundred thousand an event to be stored.</summary>
internal sealed record BlockToTell(long ClientId, bool IsBlocked, string Reason) : IEvent;

/// <summary>Tells who may block of it.</summary>
internal sealed class TellOfBlocks(TenantDb db, INotifier notifier) : IEventHandler<BlockToTell>
{
    /// <summary>Id of the kind of notification.</summary>
    public const string NotificationType = "clients.blocked";

    public async Task HandleAsync(BlockToTell happened, CancellationToken cancel)
    {
        if (await db.Clients.AsNoTracking().Where(c => c.Id == happened.ClientId).Select(c => c.TradeName).FirstOrDefaultAsync(cancel) is not { } name)
        {
            return; // gone meanwhile
        }

        var text = !happened.IsBlocked ? "clients.notify.unblocked" : happened.Reason.Length > 0 ? "clients.notify.blocked.reason" : "clients.notify.blocked";
        await notifier.NotifyAllAsync(Permissions.Block, new(happened.IsBlocked ? "warn" : "info", text, [name, happened.Reason], FormattableString.Invariant($"/admin/clients/{happened.ClientId}")) { Type = NotificationType, ClientId = happened.ClientId }, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
