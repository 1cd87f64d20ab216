namespace ClientSuite.Notifications;

/// <summary>Tells people in the admin what happened: a line in the bell's panel until they read it. Scoped. Where the feature
/// Notifications is not enabled, a notifier that tells nobody stands in, so that callers need not ask.</summary>
public interface INotifier
{
    /// <summary>Notifies one user with the scope's next save.</summary>
    Task NotifyAsync(long userId, NotificationDraft draft, CancellationToken cancel);

    /// <summary>Notifies every enabled user who has the permission, in person or implied, with the scope's next save.</summary>
    Task NotifyAllAsync(string permission, NotificationDraft draft, CancellationToken cancel);

    /// <summary>How many notifications a user has not read; at most 100.</summary>
    Task<int> CountUnreadAsync(long userId, CancellationToken cancel);
}

/// <summary>What a notification says: resolved in the reader's language when it is read.</summary>
/// <param name="Kind"><c>ok</c>, <c>info</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Text">Text key of the sentence.</param>
/// <param name="Args">Arguments of the sentence: names from data, numbers.</param>
/// <param name="Path">Page below the tenant that it leads to, or null.</param>
public sealed record NotificationDraft(string Kind, string Text, IReadOnlyList<string> Args, string? Path);
