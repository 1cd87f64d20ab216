using System.Globalization;
using System.Text;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;

namespace ClientSuite.Email;

internal sealed class EmailQueue(TenantDb db, TenantClock clock) : IEmailQueue
{
    public Task EnqueueAsync(EmailDraft draft, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(draft.To) || draft.To.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A mail needs one address.", nameof(draft));
        }

        db.Raise(new EmailQueued(Guid.NewGuid().ToString("N"), draft, clock.UtcNow));
        return Task.CompletedTask;
    }
}

/// <summary>Transport until the Email module sends: each mail is a file <c>{data}/Mail/{tenant}/{time}-{id}.eml</c>, which any mail
/// program opens. The name comes from the event, so a repeated delivery writes the same file again.</summary>
internal sealed class DevelopmentMail(HostPaths paths, TenantContext tenant) : IEventHandler<EmailQueued>
{
    public async Task HandleAsync(EmailQueued happened, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(paths.Mail, tenant.Name));
        var name = happened.QueuedUtc.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + happened.Id + ".eml";
        var part = Path.Combine(folder.FullName, name + ".part");
        await File.WriteAllTextAsync(part, MailFile.Write(happened, tenant.Name), new UTF8Encoding(false), cancel);
        File.Move(part, Path.Combine(folder.FullName, name), overwrite: true);
    }
}

/// <summary>A mail as RFC 5322 text: headers in encoded words (RFC 2047), bodies in base64, so that no content can add a header.</summary>
internal static class MailFile
{
    public static string Write(EmailQueued mail, string tenant)
    {
        var boundary = "=_" + mail.Id;
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append("\r\n");

        Line("From: " + Word(tenant) + " <no-reply@localhost>");
        Line("To: " + (mail.Draft.ToName is { Length: > 0 } name ? Word(name) + " " : "") + "<" + mail.Draft.To + ">");
        Line("Subject: " + Word(mail.Draft.Subject));
        Line("Date: " + mail.QueuedUtc.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Line("Message-ID: <" + mail.Id + "@localhost>");
        Line("MIME-Version: 1.0");
        if (mail.Draft.Html is null)
        {
            Part(Line, "plain", mail.Draft.Text);
            return text.ToString();
        }

        Line("Content-Type: multipart/alternative; boundary=\"" + boundary + "\"");
        Line("");
        Line("--" + boundary);
        Part(Line, "plain", mail.Draft.Text);
        Line("--" + boundary);
        Part(Line, "html", mail.Draft.Html);
        Line("--" + boundary + "--");
        return text.ToString();
    }

    private static void Part(Action<string> line, string kind, string body)
    {
        line("Content-Type: text/" + kind + "; charset=utf-8");
        line("Content-Transfer-Encoding: base64");
        line("");
        line(Convert.ToBase64String(Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks));
    }

    /// <summary>Encoded words of at most 75 characters each, cut between characters.</summary>
    private static string Word(string text)
    {
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or ':'))
        {
            return text;
        }

        var words = new List<string>();
        var bytes = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes(rune.ToString());
            if (bytes.Count + next.Length > 45)
            {
                words.Add(Convert.ToBase64String([.. bytes]));
                bytes.Clear();
            }

            bytes.AddRange(next);
        }

        words.Add(Convert.ToBase64String([.. bytes]));
        return string.Join("\r\n ", words.Select(w => "=?utf-8?B?" + w + "?="));
    }
}
