using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Where a mail stands (000-65).</summary>
internal enum EmailStatus
{
    /// <summary>Waiting for its first or next try.</summary>
    Queued,

    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>Refused for good, or not delivered within its tries.</summary>
    Failed,

    /// <summary>Taken, and reported as undeliverable afterwards.</summary>
    Bounced,

    /// <summary>There was no server: it is in a file, and reached nobody.</summary>
    Filed,

    /// <summary>Its tenant was copied while it waited: it leaves from there, and here only if somebody resends it.</summary>
    Held,
}

/// <summary>A mail: what waits to be sent, and the history of what was.</summary>
internal sealed class EmailMessage : IQueuedWork
{
    public const string RecordType = "Email.Message";
    public const int FoundLength = 900;

    public long Id { get; set; }

    /// <summary>Left of the @ of its Message-ID; the same at every try.</summary>
    [MaxLength(32)]
    public string MessageId { get; set; } = "";

    [MaxLength(100)]
    public string Kind { get; set; } = "";

    public long? ClientId { get; set; }

    [MaxLength(254)]
    public string ToAddress { get; set; } = "";

    [MaxLength(255)]
    public string? ToName { get; set; }

    [MaxLength(300)]
    public string Subject { get; set; } = "";

    /// <summary>What searches match: subject and reader, folded.</summary>
    [MaxLength(FoundLength)]
    public string Found
    {
        get => FoundOf(Subject, ToAddress, ToName);
        private set => _ = value; // the database's copy of the same
    }

    /// <summary>Null once a secret was sent.</summary>
    public string? Text { get; set; }

    public string? Html { get; set; }

    public bool IsSecret { get; set; }

    public EmailStatus Status { get; set; }

    public int Attempts { get; set; }

    /// <summary>True once people were told that it did not arrive.</summary>
    public bool IsTold { get; set; }

    /// <summary>When it is tried next; while it is being sent, when its claim ends. Null where nothing is to be tried.</summary>
    public DateTime? NextAttemptUtc { get; set; }

    /// <summary>Who claimed it last: the host that comes second fails to save.</summary>
    [MaxLength(32), ConcurrencyCheck]
    public string? Claim { get; set; }

    public DateTime? LastAttemptUtc { get; set; }

    /// <summary>What the server, or the lack of one, said at the last try.</summary>
    [MaxLength(500)]
    public string? Error { get; set; }

    public DateTime CreatedUtc { get; set; }

    public DateTime? SentUtc { get; set; }

    public DateTime? BouncedUtc { get; set; }

    /// <summary>The mail that this one repeats.</summary>
    public long? ResentFromId { get; set; }

    public static string FoundOf(string subject, string toAddress, string? toName) => TextFolding.SortKey($"{subject} {toAddress} {toName}", FoundLength);

    /// <summary>It is about to be sent here; nobody else tries before <paramref name="until"/>.</summary>
    public void Claimed(DateTime until) => (Claim, NextAttemptUtc) = (Guid.NewGuid().ToString("N"), until);

    /// <summary>Takes down what became of a try.</summary>
    public void Tried(SendOutcome outcome, DateTime now)
    {
        Attempts++;
        LastAttemptUtc = now;
        Error = outcome.Error;
        var wait = outcome.IsDone || outcome.Result == SendResult.Refused ? null : Backoff.After(Attempts);
        NextAttemptUtc = now + wait;
        Status = outcome.Result == SendResult.Sent ? EmailStatus.Sent : outcome.IsDone ? EmailStatus.Filed : wait is null ? EmailStatus.Failed : EmailStatus.Queued;
        SentUtc = Status == EmailStatus.Sent ? now : null;
        ForgetSecret();
    }

    /// <summary>It is not tried any more.</summary>
    public void Hold()
    {
        (Status, NextAttemptUtc) = (EmailStatus.Held, null);
        ForgetSecret();
    }

    /// <summary>It was taken, and came back.</summary>
    public void Bounced(string reason, DateTime now) => (Status, BouncedUtc, Error) = (EmailStatus.Bounced, now, reason);

    /// <summary>Forgets to whom it went and what it said; nobody reads or sends it again.</summary>
    public void Anonymize(string name)
    {
        (ToAddress, ToName, Subject, Text, Html, Error, IsSecret) = ("", null, name, null, null, null, true);
        if (Status == EmailStatus.Queued)
        {
            (Status, NextAttemptUtc) = (EmailStatus.Failed, null);
        }
    }

    /// <summary>A new mail with the same words.</summary>
    public EmailMessage Repeat(DateTime now) => new()
    {
        MessageId = Guid.NewGuid().ToString("N"),
        Kind = Kind,
        ClientId = ClientId,
        ToAddress = ToAddress,
        ToName = ToName,
        Subject = Subject,
        Text = Text,
        Html = Html,
        CreatedUtc = now,
        NextAttemptUtc = now,
        ResentFromId = Id,
    };

    private void ForgetSecret()
    {
        if (Status != EmailStatus.Queued && IsSecret)
        {
            (Text, Html) = (null, null);
        }
    }
}

internal static class EmailData
{
    extension(TenantDb db)
    {
        public DbSet<EmailMessage> EmailMessages => db.Set<EmailMessage>();

        public DbSet<EmailWords> EmailWords => db.Set<EmailWords>();

        /// <summary>Ids of the mails that have every word of a text in subject or reader: of the ids alone, because to read what stands behind
        /// the bodies in a row is dear on SQLite.</summary>
        public IQueryable<long> FoundEmails(string text) => TextFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(LikePattern.Containing).Aggregate(db.EmailMessages, (IQueryable<EmailMessage> found, string pattern) => found.Where(m => EF.Functions.Like(m.Found, pattern, LikePattern.Escape))).Select(m => m.Id);
    }

    public static void Configure(ModelBuilder model)
    {
        model.Row<EmailMessage>("Email_Message").RefersTo(m => m.ClientId, "Clients.Client", OnMerge.Move, OnErase.Delete)
            .Property(m => m.Status).HasConversion<string>().HasMaxLength(10);
        model.Row<EmailWords>("Email_Words");
    }
}
