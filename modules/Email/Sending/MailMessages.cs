using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace ClientSuite.Email;

/// <summary>Mails as the framework's client sends them.</summary>
internal static class MailMessages
{
    public static MailMessage Create(EmailMessage message, EmailSenderAddress sender)
    {
        var from = new MailAddress(sender.Address, sender.Name, Encoding.UTF8);
        var mail = new MailMessage(from, new MailAddress(message.ToAddress, message.ToName, Encoding.UTF8))
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        if (sender.ReplyTo.Length > 0)
        {
            mail.ReplyToList.Add(new MailAddress(sender.ReplyTo));
        }

        mail.Headers["Message-ID"] = $"<{message.MessageId}@{from.Host}>";
        mail.Headers["Auto-Submitted"] = "auto-generated";
        // Plain text first: readers take the last form that they can show (RFC 2046, 5.1.4).
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(message.Text ?? "", Encoding.UTF8, MediaTypeNames.Text.Plain));
        if (message.Html is not null)
        {
            mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(message.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        }

        return mail;
    }
}
