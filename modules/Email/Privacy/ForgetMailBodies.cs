using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Erases what old mails said; that they were sent stays.</summary>
internal sealed class ForgetMailBodies(TenantDb db) : IRetentionRule
{
    private const int Batch = 200;

    public string Id => "email.bodies";

    public int? DefaultDays => null;

    public async Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel) => new(
        await Due(scope).OrderBy(m => m.Id).Take(RetentionPreview.Cap).CountAsync(cancel),
        await Due(scope).OrderBy(m => m.Id).Take(RetentionPreview.Shown).Select(m => m.Subject).ToListAsync(cancel));

    public Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel) => db.InBatchesAsync(Due(scope).OrderBy(m => m.Id), Batch, mails => mails.ForEach(m => (m.Text, m.Html, m.IsSecret) = (null, null, true)), cancel);

    private IQueryable<EmailMessage> Due(RetentionScope scope) => db.EmailMessages
        .Where(m => m.CreatedUtc < scope.BeforeUtc && m.Status != EmailStatus.Queued && (m.Text != null || m.Html != null) && (m.ClientId == null || !scope.Held.Contains(m.ClientId.Value)));
}
