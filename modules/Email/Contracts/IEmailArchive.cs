namespace ClientSuite.Email.Contracts;

/// <summary>Puts mails into the history that nobody sends: samples, and what another system sent. Scoped.</summary>
public interface IEmailArchive
{
    /// <summary>Adds a mail with the next save of the scope's <c>TenantDb</c>. It never leaves, whatever its state says.</summary>
    void Add(ArchivedEmail mail);
}

/// <summary>A mail of the past.</summary>
/// <param name="ClientId">The client whose page shows it.</param>
/// <param name="To">Address.</param>
/// <param name="Subject">Subject, at most 300 characters.</param>
/// <param name="Text">Body as plain text.</param>
/// <param name="State"><c>sent</c>, <c>failed</c>, <c>bounced</c> or <c>queued</c>.</param>
/// <param name="Error">What the server said; null for nothing.</param>
/// <param name="CreatedUtc">When it was written, UTC.</param>
public sealed record ArchivedEmail(long ClientId, string To, string Subject, string Text, string State, string? Error, DateTime CreatedUtc);
