using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>The mails about a client and those to its addresses. That they were sent, when and of which kind, stays.</summary>
internal sealed class EmailPrivacy(TenantDb db) : IPrivacyParticipant
{
    private const int Batch = 200;
    private const int MostTries = 10;

    public string Section => "emails";

    public IReadOnlyList<string> Tables => ["Email_Message"];

    public Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel) => data.WriteAsync("messages", Of(subject).AsNoTracking().OrderBy(m => m.Id)
        .Select(m => new PersonalMessage(m.Id, m.CreatedUtc, m.SentUtc, m.BouncedUtc, m.Kind, m.Status.ToString(), m.ToAddress, m.Subject, m.IsSecret ? null : m.Text)).AsAsyncEnumerable(), cancel);

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        for (var tries = 0; ;)
        {
            var batch = await Of(subject).Where(m => m.ToAddress != "").OrderBy(m => m.Id).Take(Batch).ToListAsync(cancel);
            if (batch.Count == 0)
            {
                return;
            }

            batch.ForEach(m => m.Anonymize(subject.AnonymousName));
            try
            {
                await db.SaveChangesAsync(cancel);
                tries = 0;
            }
            catch (DbUpdateConcurrencyException) when (++tries < MostTries)
            {
                // one of them was just taken to be sent; read again
            }

            db.ChangeTracker.Clear();
        }
    }

    private IQueryable<EmailMessage> Of(DataSubject subject)
    {
        var (ids, addresses) = (subject.ClientIds, subject.Addresses);
#pragma warning disable CA1304, CA1311, MA0011 // translated to SQL; only the ASCII part before the @ keeps its capitals
        return db.EmailMessages.Where(m => (m.ClientId != null && EF.Parameter(ids).Contains(m.ClientId.Value)) || (m.ClientId == null && EF.Parameter(addresses).Contains(m.ToAddress.ToLower())));
#pragma warning restore CA1304, CA1311, MA0011
    }
}

internal sealed record PersonalMessage(long Id, DateTime CreatedUtc, DateTime? SentUtc, DateTime? BouncedUtc, string Kind, string Status, string To, string Subject, string? Text);
