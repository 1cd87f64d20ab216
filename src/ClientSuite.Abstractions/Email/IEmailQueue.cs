namespace ClientSuite.Email;

/// <summary>Where every e-mail of the product leaves from. Scoped.</summary>
public interface IEmailQueue
{
    /// <summary>Queues a mail with the next save of the scope's <c>TenantDb</c>, in that save's transaction; nothing is sent without one. It
    /// leaves after the commit, is tried again for a day and a half where the server is not reached or asks for patience, and keeps its
    /// Message-ID however often it is tried.</summary>
    /// <exception cref="ArgumentException">The address is empty or holds a line break.</exception>
    void Enqueue(EmailDraft draft);
}

/// <summary>A mail to be sent, in the reader's language.</summary>
/// <param name="To">One address, <c>ana@empresa.com.br</c>.</param>
/// <param name="Subject">One line, plain text, at most 300 characters; the rest is cut.</param>
/// <param name="Text">Body as plain text; lines end in LF.</param>
public sealed record EmailDraft(string To, string Subject, string Text)
{
    /// <summary>Name of the reader; null for none.</summary>
    public string? ToName { get; init; }

    /// <summary>Body as HTML, shown instead of <see cref="Text"/> where the reader's program can; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>What kind of mail it is: name of its <see cref="EmailTemplate"/>, or another name with a text <c>email.kind.{name}</c>.</summary>
    public string Kind { get; init; } = "message";

    /// <summary>The client whose history shows it; null for none.</summary>
    public long? ClientId { get; init; }

    /// <summary>True where the body holds a link or a code that signs somebody in: staff never read it, and it is erased once sent.</summary>
    public bool IsSecret { get; init; }
}
