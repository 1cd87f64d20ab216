using ClientSuite.Outbox;

namespace ClientSuite.Email;

/// <summary>Where every e-mail of the product leaves from. Scoped. The mail is an outbox event of the scope's <c>TenantDb</c>: it is
/// stored by the next save, in that save's transaction, and sent after the commit, at least once, with retries.</summary>
public interface IEmailQueue
{
    /// <summary>Queues a mail with the next save; nothing is sent without one.</summary>
    /// <exception cref="ArgumentException">The address is empty or holds a line break.</exception>
    Task EnqueueAsync(EmailDraft draft, CancellationToken cancel);
}

/// <summary>A mail to be sent, in the reader's language.</summary>
/// <param name="To">One address, <c>ana@empresa.com.br</c>.</param>
/// <param name="Subject">One line, plain text.</param>
/// <param name="Text">Body as plain text; lines end in LF.</param>
public sealed record EmailDraft(string To, string Subject, string Text)
{
    /// <summary>Name of the reader; null for none.</summary>
    public string? ToName { get; init; }

    /// <summary>Body as HTML, shown instead of <see cref="Text"/> where the reader's program can; null for none.</summary>
    public string? Html { get; init; }
}

/// <summary>A mail waits to be sent. Handled by the transport: the Email module's, or the platform's, which writes files.</summary>
/// <param name="Id">Unique; a repeated delivery carries the same.</param>
/// <param name="Draft">The mail.</param>
/// <param name="QueuedUtc">When it was queued, UTC.</param>
public sealed record EmailQueued(string Id, EmailDraft Draft, DateTime QueuedUtc) : IEvent;
