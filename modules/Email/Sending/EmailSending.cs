using System.Collections.Concurrent;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Sends what waits. Each mail is claimed before it is sent and recorded as soon as the server took it, and its connection
/// carries the next one only then: a killed process repeats at most one mail per connection, with the same Message-ID.</summary>
internal sealed class EmailSending(TenantDb db, EmailTransports transports, ITenantCache cache, TenantClock clock) : IWorkQueue
{
    public const string PauseKey = "email:pause";

    private const int BatchSize = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>How long all wait when no server was reached, instead of trying one after the other.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public string Name => "Email";

    public async Task<DateTime?> NextDueAsync(CancellationToken cancel)
    {
        var next = await db.EmailMessages.Where(m => m.NextAttemptUtc != null).OrderBy(m => m.NextAttemptUtc).Select(m => m.NextAttemptUtc).FirstOrDefaultAsync(cancel);
        if (next is null || next > clock.UtcNow)
        {
            return next;
        }

        var paused = await cache.GetAsync(PauseKey, Pause, _ => ValueTask.FromResult(DateTime.MinValue), cancel);
        var limit = (await transports.OpenAsync(cancel)).MaxPerMinute;
        var full = await db.EmailMessages.Where(m => m.LastAttemptUtc != null).OrderByDescending(m => m.LastAttemptUtc).SkipVarying(limit - 1).Select(m => m.LastAttemptUtc).FirstOrDefaultAsync(cancel);
        return new[] { next.Value, paused, full?.AddMinutes(1) ?? DateTime.MinValue }.Max();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        var transport = await transports.OpenAsync(CancellationToken.None);
        var sender = await transports.SenderAsync(CancellationToken.None);
        using var saving = new SemaphoreSlim(1);
        var isReached = true;
        for (var end = clock.UtcNow + Turn; isReached && !cancel.IsCancellationRequested && clock.UtcNow < end && await DueAsync(transport.MaxPerMinute) is { Count: > 0 } due;)
        {
            var waiting = new ConcurrentQueue<EmailMessage>(due);
            await Task.WhenAll(Enumerable.Range(0, Math.Min(transport.Connections, due.Count)).Select(_ => SendAsync(waiting)));
        }

        if (!isReached)
        {
            cache.Remove(PauseKey);
            await cache.GetAsync(PauseKey, Pause, _ => ValueTask.FromResult(clock.UtcNow + Pause), CancellationToken.None);
        }

        async Task SendAsync(ConcurrentQueue<EmailMessage> waiting)
        {
            using var connection = transport.Open();
            while (!cancel.IsCancellationRequested && isReached && waiting.TryDequeue(out var message))
            {
                if (!await SaveAsync(message, m => m.Claimed(clock.UtcNow + transport.Timeout * 2)))
                {
                    continue;
                }

                var outcome = await TryAsync(connection, message, sender);
                isReached &= outcome.Result != SendResult.Unreachable;
                await SaveAsync(message, m => m.Tried(outcome, clock.UtcNow));
            }
        }

        async Task<bool> SaveAsync(EmailMessage message, Action<EmailMessage> change)
        {
            await saving.WaitAsync(CancellationToken.None);
            try
            {
                change(message);
                await db.SaveChangesAsync(CancellationToken.None);
                await db.Database.CloseConnectionAsync(); // a slow server must not keep a connection from others meanwhile
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                db.Entry(message).State = EntityState.Detached; // another host has it
                return false;
            }
            finally
            {
                saving.Release();
            }
        }
    }

    public Task HoldAsync(CancellationToken cancel) =>
        db.InBatchesAsync(db.EmailMessages.Where(m => m.NextAttemptUtc != null).OrderBy(m => m.Id), BatchSize, waiting => waiting.ForEach(m => m.Hold()), cancel);

    private static async Task<SendOutcome> TryAsync(IEmailConnection connection, EmailMessage message, EmailSenderAddress sender)
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

    /// <summary>Due mails, no more than the minute still allows.</summary>
    private async Task<List<EmailMessage>> DueAsync(int perMinute)
    {
        db.ChangeTracker.Clear();
        var now = clock.UtcNow;
        var minute = now.AddMinutes(-1);
        var free = perMinute - await db.EmailMessages.Where(m => m.LastAttemptUtc > minute).OrderByDescending(m => m.LastAttemptUtc).TakeVarying(perMinute).CountAsync();
        return free <= 0 ? [] : await db.EmailMessages.Where(m => m.NextAttemptUtc <= now).OrderBy(m => m.NextAttemptUtc).ThenBy(m => m.Id).TakeVarying(Math.Min(free, BatchSize)).ToListAsync();
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
