using System.Collections.Concurrent;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Sends what waits. Each mail is recorded as soon as the server took it, and its connection carries the next one only
/// then: a killed process repeats at most one mail per connection, with the same Message-ID.</summary>
internal sealed class EmailSending(TenantDb db, EmailTransports transports, TenantClock clock) : IWorkQueue
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>Longer than a turn and the time limit of one mail together.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How long the others wait when no server was reached.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public string Name => "Email";

    public async Task<DateTime?> NextDueAsync(CancellationToken cancel)
    {
        var next = await db.EmailMessages.Where(m => m.NextAttemptUtc != null).OrderBy(m => m.NextAttemptUtc).Select(m => m.NextAttemptUtc).FirstOrDefaultAsync(cancel);
        if (next is null || next > clock.UtcNow)
        {
            return next;
        }

        var limit = (await transports.OpenAsync(cancel)).MaxPerMinute;
        var full = await db.EmailMessages.Where(m => m.LastAttemptUtc != null).OrderByDescending(m => m.LastAttemptUtc).Skip(limit - 1).Select(m => m.LastAttemptUtc).FirstOrDefaultAsync(cancel);
        return full is { } at && at.AddMinutes(1) is var free && free > next ? free : next;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        var transport = await transports.OpenAsync(CancellationToken.None);
        var sender = await transports.SenderAsync(CancellationToken.None);
        var end = clock.UtcNow + Turn;
        while (!cancel.IsCancellationRequested && clock.UtcNow < end && await ClaimAsync(transport.MaxPerMinute) is { Count: > 0 } claimed)
        {
            var waiting = new ConcurrentQueue<EmailMessage>(claimed);
            using var recording = new SemaphoreSlim(1);
            var isReached = true;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(transport.Connections, claimed.Count)).Select(_ => SendFromAsync()));
            await ReturnAsync(waiting, isReached ? clock.UtcNow : clock.UtcNow + Pause);
            if (!isReached)
            {
                return;
            }

            async Task SendFromAsync()
            {
                using var connection = transport.Open();
                while (!cancel.IsCancellationRequested && isReached && waiting.TryDequeue(out var message))
                {
                    var outcome = await SendAsync(connection, message, sender);
                    isReached &= outcome.Result != SendResult.Unreachable;
                    await recording.WaitAsync(CancellationToken.None);
                    try
                    {
                        await RecordAsync(message, outcome);
                    }
                    finally
                    {
                        recording.Release();
                    }
                }
            }
        }
    }

    private static async Task<SendOutcome> SendAsync(IEmailConnection connection, EmailMessage message, EmailSenderAddress sender)
    {
        try
        {
            using var mail = MailMessages.Create(message, sender);
            return await connection.SendAsync(mail);
        }
        catch (FormatException bad)
        {
            return new SendOutcome(SendResult.Refused, bad.Message); // an address that no mail can carry
        }
    }

    /// <summary>Takes due mails for the length of the lease, no more than the minute still allows.</summary>
    private async Task<List<EmailMessage>> ClaimAsync(int perMinute)
    {
        var now = clock.UtcNow;
        var minute = now.AddMinutes(-1);
        var free = perMinute - await db.EmailMessages.CountAsync(m => m.LastAttemptUtc > minute);
        if (free <= 0)
        {
            return [];
        }

        db.ChangeTracker.Clear();
        var due = await db.EmailMessages.Where(m => m.NextAttemptUtc <= now).OrderBy(m => m.NextAttemptUtc).ThenBy(m => m.Id).Take(Math.Min(free, BatchSize)).ToListAsync();
        var (claim, until) = (Guid.NewGuid().ToString("N"), now + Lease);
        due.ForEach(m => (m.Claim, m.NextAttemptUtc) = (claim, until));
        try
        {
            await db.SaveChangesAsync();
            return due;
        }
        catch (DbUpdateConcurrencyException)
        {
            return []; // another host was first; the next visit finds what is left
        }
    }

    private Task RecordAsync(EmailMessage message, SendOutcome outcome)
    {
        message.Tried(outcome, clock.UtcNow);
        return db.SaveChangesAsync();
    }

    /// <summary>Gives back what was claimed and not tried.</summary>
    private Task ReturnAsync(IReadOnlyCollection<EmailMessage> untried, DateTime next)
    {
        foreach (var message in untried)
        {
            message.NextAttemptUtc = next;
        }

        return db.SaveChangesAsync();
    }
}

/// <summary>How long a mail waits after each failed try: a day and a half in all, the patience of ordinary mail servers being longer.</summary>
internal static class Backoff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(20),
    ];

    /// <summary>The wait after a number of tries; null where it is given up.</summary>
    public static TimeSpan? After(int attempts) => attempts <= Waits.Length ? Waits[attempts - 1] : null;
}
