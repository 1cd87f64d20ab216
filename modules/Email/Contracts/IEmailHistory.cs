namespace ClientSuite.Email.Contracts;

/// <summary>The mails about a client, for modules that show them. Scoped. Whoever shows them asks for the permission <c>ViewEmails</c>.</summary>
public interface IEmailHistory
{
    /// <summary>Mails of a client, newest first, without their bodies.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="before">Only mails older than this one; null from the newest on.</param>
    /// <param name="count">How many at most, 1 to 200.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<EmailLine>> OfClientAsync(long clientId, long? before, int count, CancellationToken cancel);

    /// <summary>Numbers of a client's mails, to be counted.</summary>
    IQueryable<long> IdsOfClient(long clientId);
}

/// <summary>A mail as a list shows it.</summary>
/// <param name="Id">Number of its page, <c>/admin/emails/{id}</c>.</param>
/// <param name="Subject">Subject.</param>
/// <param name="To">Address.</param>
/// <param name="Kind">What kind of mail it is, in the reader's language.</param>
/// <param name="Status">Where it stands, in the reader's language.</param>
/// <param name="Mark">Mark of that status: <c>ok</c>, <c>info</c> (it waits), <c>warn</c> or <c>bad</c>.</param>
/// <param name="Error">What the server said; null for nothing.</param>
/// <param name="CreatedUtc">When it was written, UTC.</param>
public sealed record EmailLine(long Id, string Subject, string To, string Kind, string Status, string Mark, string? Error, DateTime CreatedUtc);
