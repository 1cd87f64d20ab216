namespace ClientSuite.Notifications;

/// <summary>Stands in where the feature Notifications is not enabled.</summary>
internal sealed class NoNotifier : INotifier
{
    public Task NotifyAsync(long userId, NotificationDraft draft, CancellationToken cancel) => Task.CompletedTask;

    public Task NotifyAllAsync(string permission, NotificationDraft draft, CancellationToken cancel) => Task.CompletedTask;

    public Task<int> CountUnreadAsync(long userId, CancellationToken cancel) => Task.FromResult(0);
}
