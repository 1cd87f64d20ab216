using System.Security.Cryptography;
using ClientSuite.Files;
using ClientSuite.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;

namespace ClientSuite.Email;

/// <summary>Whom mails come from.</summary>
internal sealed record EmailSenderAddress(string Address, string Name, string ReplyTo);

/// <summary>The tenant's way out: its own server, else the host's, else files.</summary>
internal sealed class EmailTransports(ISettings<SmtpSettings> settings, ISettings<SiteSettings> site, IConfiguration configuration, IDataProtectionProvider protection, ITenantFiles files)
{
    private const string NoAddress = "no-reply@localhost";

    private HostSmtpOptions Host { get; } = configuration.GetSection("ClientSuite:Smtp").Get<HostSmtpOptions>() ?? new HostSmtpOptions();

    /// <summary>True where mails go to files, because nobody named a server.</summary>
    public async Task<bool> IsDevelopmentAsync(CancellationToken cancel) => (await settings.GetAsync(cancel)).Host.Length == 0 && Host.Host.Length == 0;

    /// <summary>True where the password of the tenant's own server was stored by another installation or tenant, whose keys these are not.</summary>
    public async Task<bool> IsPasswordLostAsync(CancellationToken cancel) => await settings.GetAsync(cancel) is { Host.Length: > 0 } own && PasswordOf(own) is null;

    public async Task<IEmailTransport> OpenAsync(CancellationToken cancel) => new SmtpTransport(ServerOf(await settings.GetAsync(cancel)));

    public async Task<EmailSenderAddress> SenderAsync(CancellationToken cancel)
    {
        var own = await settings.GetAsync(cancel);
        var address = own.FromAddress.Length > 0 ? own.FromAddress : Host.From.Length > 0 ? Host.From : NoAddress;
        return new EmailSenderAddress(address, own.FromName.Length > 0 ? own.FromName : (await site.GetAsync(cancel)).SiteName, own.ReplyTo);
    }

    public string Protect(string password) => password.Length == 0 ? "" : Protector.Protect(password);

    private IDataProtector Protector => protection.CreateProtector("Email.Password");

    /// <summary>Null where it cannot be read.</summary>
    private string? PasswordOf(SmtpSettings own)
    {
        try
        {
            return own.Password.Length > 0 ? Protector.Unprotect(own.Password) : "";
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private SmtpServer ServerOf(SmtpSettings own)
    {
        var limit = own.MaxPerMinute > 0 ? Math.Min(own.MaxPerMinute, Host.MaxPerMinute) : Host.MaxPerMinute;
        var timeout = TimeSpan.FromSeconds(Host.TimeoutSeconds);
        return own.Host.Length > 0
            ? new SmtpServer(own.Host, own.Port, own.UsesStartTls, own.UserName, PasswordOf(own), timeout, Host.Connections, limit)
            : new SmtpServer(Host.Host, Host.Port, Host.StartTls, Host.UserName, Host.Password, timeout, Host.Connections, limit)
            {
                Folder = Host.Host.Length == 0 ? Path.GetDirectoryName(files.PathFor("mail", "any")) : null,
            };
    }
}
