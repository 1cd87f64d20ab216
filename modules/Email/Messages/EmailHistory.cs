using ClientSuite.Data;
using ClientSuite.Email.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

internal sealed class EmailHistory(TenantDb db, MessageWords words) : IEmailHistory
{
    private const int CountCap = 100;

    public async Task<IReadOnlyList<EmailLine>> OfClientAsync(long clientId, long? before, int count, CancellationToken cancel)
    {
        var messages = await db.EmailMessages.AsNoTracking().Where(m => m.ClientId == clientId && (before == null || m.Id < before)).OrderByDescending(m => m.Id).Take(count)
            .Select(EmailMessages.WithoutBody).ToListAsync(cancel);
        return [.. messages.Select(m => new EmailLine(m.Id, m.Subject, m.ToAddress, words.Kind(m.Kind), words.Status(m), MessageWords.Mark(m), words.Error(m), m.CreatedUtc))];
    }

    public Task<int> CountAsync(long clientId, CancellationToken cancel) =>
        db.EmailMessages.Where(m => m.ClientId == clientId).OrderBy(m => m.Id).Take(CountCap).CountAsync(cancel);
}
