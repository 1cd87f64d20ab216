using ClientSuite.Data;
using ClientSuite.Tenancy;

namespace ClientSuite.Email;

internal sealed class EmailQueue(TenantDb db, TenantClock clock) : IEmailQueue
{
    private const int LongestSubject = 300;

    public void Enqueue(EmailDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.To) || draft.To.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A mail needs one address.", nameof(draft));
        }

        var subject = draft.Subject.ReplaceLineEndings(" ").Trim();
        var now = clock.UtcNow;
        db.Add(new EmailMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = draft.Kind,
            ClientId = draft.ClientId,
            ToAddress = draft.To.Trim(),
            ToName = draft.ToName,
            Subject = subject.Length <= LongestSubject ? subject : subject[..LongestSubject],
            Text = draft.Text,
            Html = draft.Html,
            IsSecret = draft.IsSecret,
            CreatedUtc = now,
            NextAttemptUtc = now,
        });
    }
}
