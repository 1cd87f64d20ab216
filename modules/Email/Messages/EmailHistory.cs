using ClientSuite.Data;
using ClientSuite.Email.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

internal sealed class EmailHistory(TenantDb db, MessageWords words) : IEmailHistory
{
    public async Task<IReadOnlyList<EmailLine>> OfClientAsync(long clientId, long? before, int count, CancellationToken cancel)
    {
        var messages = await db.EmailMessages.AsNoTracking().Where(m => m.ClientId == clientId && (before == null || m.Id < before)).OrderByDescending(m => m.Id).Take(count)
            .Select(EmailMessages.WithoutBody).ToListAsync(cancel);
        return [.. messages.Select(m => new EmailLine(m.Id, m.Subject, m.ToAddress, words.Kind(m.Kind), words.Status(m), MessageWords.Mark(m), words.Error(m), m.CreatedUtc))];
    }

    public IQueryable<long> IdsOfClient(long clientId) => db.EmailMessages.Where(m => m.ClientId == clientId).Select(m => m.Id);
}
