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
public sealed record NotificationDraft(string Kind, string Text, IReadOnlyList<string> Args, string? Path)
{
    /// <summary>Id of the <see cref="NotificationType"/> by which people choose how they are told; one that nobody registered is told as
    /// <c>general</c> is.</summary>
    public string Type { get; init; } = NotificationType.General;

    /// <summary>The client that it is about: it goes when the client is made anonymous or erased, and moves when it is merged. Null for none.</summary>
    public long? ClientId { get; init; }
}

/// <summary>A kind of notification that each person may have in the bell, by mail, in the daily digest, or not at all. Registered as a
/// singleton.</summary>
/// <param name="Id">Stable name, at most 80 characters.</param>
/// <param name="Title">Text key of what it is about; <c>{Title}.hint</c> says when it comes.</param>
/// <param name="Permission">Permission without which nobody gets one; null for everybody.</param>
/// <param name="Order">Place on the page.</param>
public sealed record NotificationType(string Id, string Title, string? Permission, int Order)
{
    /// <summary>What no type of its own speaks for.</summary>
    public const string General = "general";
}
