using System.Net;
using System.Net.Mail;
using System.Security.Authentication;

namespace ClientSuite.Email;

/// <summary>A mail server, or a folder that mails are written to where there is none. Without a password, null, nothing is sent.</summary>
internal sealed record SmtpServer(string Host, int Port, bool UsesStartTls, string UserName, string? Password, TimeSpan Timeout, int Connections, int MaxPerMinute)
{
    /// <summary>Folder for files; null for a server.</summary>
    public string? Folder { get; init; }
}

/// <summary>Sends by SMTP with the framework's client, which keeps its connection from mail to mail.</summary>
internal sealed class SmtpTransport(SmtpServer server) : IEmailTransport
{
    public int Connections => server.Connections;

    public int MaxPerMinute => server.MaxPerMinute;

    public TimeSpan Timeout => server.Timeout;

    public IEmailConnection Open() => new Connection(server);

    private sealed class Connection(SmtpServer server) : IEmailConnection
    {
        private SmtpClient? _client;

        public async Task<SendOutcome> SendAsync(MailMessage mail)
        {
            if (server.Password is null)
            {
                return new SendOutcome(SendResult.Unreachable, "The stored password of the mail server cannot be read; it must be entered again");
            }

            using var patience = new CancellationTokenSource(server.Timeout);
            try
            {
                _client ??= Create();
                await _client.SendMailAsync(mail, patience.Token);
                return server.Folder is null ? SendOutcome.Sent : SendOutcome.Filed;
            }
            catch (Exception failure) when (failure is SmtpException or IOException or OperationCanceledException or AuthenticationException or InvalidOperationException)
            {
                Dispose(); // whatever state the conversation is in
                return patience.IsCancellationRequested
                    ? new SendOutcome(SendResult.Unreachable, $"No answer within {server.Timeout.TotalSeconds:0} s")
                    : SmtpErrors.OutcomeOf(failure);
            }
        }

        public void Dispose()
        {
            _client?.Dispose(); // says QUIT
            _client = null;
        }

        private SmtpClient Create() => server.Folder is { } folder
            ? new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder }
            : new SmtpClient(server.Host, server.Port)
            {
                EnableSsl = server.UsesStartTls,
                UseDefaultCredentials = false,
                Credentials = server.UserName.Length > 0 ? new NetworkCredential(server.UserName, server.Password) : null,
                DeliveryFormat = SmtpDeliveryFormat.SevenBit,
            };
    }
}

/// <summary>Tells a mail's own trouble from the server's, by the reply codes of RFC 5321 section 4.2.</summary>
internal static class SmtpErrors
{
    /// <summary>Replies that are about us or the connection: service not available, encryption or authentication asked for or refused.</summary>
    private static readonly int[] AboutUs = [421, 432, 454, 530, 534, 535, 538];

    public static SendOutcome OutcomeOf(Exception failure)
    {
        if (failure is not SmtpException smtp)
        {
            return new SendOutcome(SendResult.Unreachable, Words(failure));
        }

        var code = (int)smtp.StatusCode;
        return code switch
        {
            < 400 => new SendOutcome(SendResult.Unreachable, Words(smtp)),
            _ when AboutUs.Contains(code) => new SendOutcome(SendResult.Unreachable, Words(smtp)),
            < 500 => new SendOutcome(SendResult.Later, Words(smtp)),
            _ => new SendOutcome(SendResult.Refused, Words(smtp)),
        };
    }

    private static string Words(Exception failure)
    {
        var inner = failure.GetBaseException();
        var text = ReferenceEquals(inner, failure) ? failure.Message : $"{failure.Message} {inner.Message}";
        return text.Length <= 500 ? text : text[..500];
    }
}
