using ClientSuite.Data;
using ClientSuite.Email.Contracts;

namespace ClientSuite.Email;

/// <summary>Adds rows without a next try: the queue takes only what has one.</summary>
internal sealed class EmailArchive(TenantDb db) : IEmailArchive
{
    public void Add(ArchivedEmail mail)
    {
        var status = Enum.Parse<EmailStatus>(mail.State, ignoreCase: true);
        var tried = status == EmailStatus.Queued ? (DateTime?)null : mail.CreatedUtc;
        db.EmailMessages.Add(new EmailMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = "message",
            ClientId = mail.ClientId,
            ToAddress = mail.To,
            Subject = mail.Subject,
            Text = mail.Text,
            Status = status,
            Error = mail.Error,
            Attempts = tried is null ? 0 : 1,
            LastAttemptUtc = tried,
            SentUtc = status is EmailStatus.Sent or EmailStatus.Bounced ? tried : null,
            BouncedUtc = status == EmailStatus.Bounced ? tried : null,
            CreatedUtc = mail.CreatedUtc,
            IsTold = true,
        });
    }
}
