using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email.Settings;

/// <summary>Where the tenant's mails leave from, and whether that works.</summary>
[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(ISettings<SmtpSettings> settings, EmailTransports transports, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, TenantDb db, TenantClock clock,
    IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public SmtpForm Form { get; set; } = new();

    [BindProperty]
    public string? TestTo { get; set; }

    public bool HasPassword { get; private set; }

    /// <summary>True where a password is stored that nobody here can read.</summary>
    public bool IsPasswordLost { get; private set; }

    public bool IsDevelopment { get; private set; }

    /// <summary>What the server said to the test mail; null for nothing.</summary>
    public string? TestProblem { get; private set; }

    public string? BounceUrl { get; private set; }

    public IReadOnlyList<RecordTab> Tabs => pages.Tabs("/admin/settings/email", Request, user, texts);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Form = SmtpForm.Of(await settings.GetAsync(cancel));
        TestTo = await db.Set<User>().Where(u => u.Id == user.Id).Select(u => u.Email).FirstOrDefaultAsync(cancel);
        await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        ModelState.Remove(nameof(TestTo));
        if (!ModelState.IsValid)
        {
            await ShowAsync(cancel);
            return this.Invalid();
        }

        var before = await settings.GetAsync(cancel);
        var after = Form.ToSettings(before, transports.Protect);
        await StoreAsync(before, after, cancel);
        return this.Saved(texts["email.saved"], "/admin/settings/email");
    }

    /// <summary>Sends a mail at once, past the queue, so that the server's own words come back.</summary>
    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancel)
    {
        ModelState.Clear(); // the other form was not posted
        Form = SmtpForm.Of(await settings.GetAsync(cancel));
        await ShowAsync(cancel);
        if (!EmailAddress.TryParse(TestTo, out var to))
        {
            ModelState.AddModelError(nameof(TestTo), texts["email.address.invalid"].Value);
            return this.Invalid();
        }

        var sender = await transports.SenderAsync(cancel);
        var message = new EmailMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = "test",
            ToAddress = to,
            Subject = texts["email.test.subject", sender.Name],
            Text = texts["email.test.text", sender.Name],
            CreatedUtc = clock.UtcNow,
            Attempts = 1,
            LastAttemptUtc = clock.UtcNow,
        };
        using var connection = (await transports.OpenAsync(cancel)).Open();
        using var mail = MailMessages.Create(message, sender);
        await db.Database.CloseConnectionAsync(); // the server may take its time
        var outcome = await connection.SendAsync(mail);
        message.Status = outcome.Result == SendResult.Sent ? EmailStatus.Sent : outcome.IsDone ? EmailStatus.Filed : EmailStatus.Failed;
        message.SentUtc = message.Status == EmailStatus.Sent ? clock.UtcNow : null;
        message.Error = outcome.Error;
        db.Add(message);
        await db.SaveChangesAsync(cancel);
        if (!outcome.IsDone)
        {
            TestProblem = outcome.Error;
            return this.Invalid();
        }

        return this.Saved(texts[IsDevelopment ? "email.test.filed" : "email.test.sent", to], "/admin/settings/email");
    }

    /// <summary>Makes the address for bounce reports anew; the former one is worth nothing from then on.</summary>
    public async Task<IActionResult> OnPostBounceKeyAsync(CancellationToken cancel)
    {
        var before = await settings.GetAsync(cancel);
        await StoreAsync(before, SmtpForm.Of(before).ToSettings(before, transports.Protect, WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24))), cancel);
        return this.Saved(texts["email.bounces.made"], "/admin/settings/email");
    }

    private async Task StoreAsync(SmtpSettings before, SmtpSettings after, CancellationToken cancel)
    {
        await settings.SetAsync(after, cancel);
        var entry = await history.AddAsync("updated", "Email.Smtp", null, texts["email.settings"].Value, null, cancel);
        foreach (var (field, was, isNow) in new[]
        {
            ("host", before.Host, after.Host), ("port", Text(before.Port), Text(after.Port)), ("usesStartTls", Text(before.UsesStartTls), Text(after.UsesStartTls)), ("userName", before.UserName, after.UserName),
            ("fromAddress", before.FromAddress, after.FromAddress), ("fromName", before.FromName, after.FromName), ("replyTo", before.ReplyTo, after.ReplyTo), ("maxPerMinute", Text(before.MaxPerMinute), Text(after.MaxPerMinute)),
        })
        {
            if (was != isNow)
            {
                history.AddLine(entry, field, was, isNow);
            }
        }

        if (before.Password != after.Password)
        {
            history.AddLine(entry, "password", "***", "***");
        }

        if (before.BounceKey != after.BounceKey)
        {
            history.AddLine(entry, "bounceKey", "***", "***");
        }

        await db.SaveChangesAsync(cancel);
    }

    private static string Text<T>(T value) where T : IConvertible => value.ToString(CultureInfo.InvariantCulture);

    private async Task ShowAsync(CancellationToken cancel)
    {
        var stored = await settings.GetAsync(cancel);
        IsPasswordLost = await transports.IsPasswordLostAsync(cancel);
        HasPassword = stored.Password.Length > 0 && !IsPasswordLost;
        IsDevelopment = await transports.IsDevelopmentAsync(cancel);
        BounceUrl = stored.BounceKey.Length > 0 ? $"{Request.Scheme}://{Request.Host}{Request.PathBase}/api/email/bounces/{stored.BounceKey}" : null;
    }
}

/// <summary>What the page posts.</summary>
internal sealed record SmtpForm : IValidatableObject
{
    private const int ImplicitTlsPort = 465;

    [MaxLength(254)]
    public string? FromAddress { get; init; }

    [MaxLength(100)]
    public string? FromName { get; init; }

    [MaxLength(254)]
    public string? ReplyTo { get; init; }

    [Range(0, 100_000)]
    public int MaxPerMinute { get; init; }

    [MaxLength(200)]
    public string? Host { get; init; }

    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    public bool UsesStartTls { get; init; } = true;

    [MaxLength(200)]
    public string? UserName { get; init; }

    /// <summary>Empty keeps the stored one, as long as server and user stay the same.</summary>
    [MaxLength(200)]
    public string? Password { get; init; }

    public static SmtpForm Of(SmtpSettings s) => new()
    {
        FromAddress = s.FromAddress,
        FromName = s.FromName,
        ReplyTo = s.ReplyTo,
        MaxPerMinute = s.MaxPerMinute,
        Host = s.Host,
        Port = s.Port,
        UsesStartTls = s.UsesStartTls,
        UserName = s.UserName,
    };

    public SmtpSettings ToSettings(SmtpSettings before, Func<string, string> protect, string? bounceKey = null)
    {
        var (host, userName) = (Host?.Trim() ?? "", UserName?.Trim() ?? "");
        return new()
        {
            FromAddress = FromAddress?.Trim() ?? "",
            FromName = FromName?.Trim() ?? "",
            ReplyTo = ReplyTo?.Trim() ?? "",
            MaxPerMinute = MaxPerMinute,
            Host = host,
            Port = Port,
            UsesStartTls = UsesStartTls,
            UserName = userName,
            // A kept password never goes to another server than the one it was given for.
            Password = !string.IsNullOrEmpty(Password) ? protect(Password) : host == before.Host && userName == before.UserName ? before.Password : "",
            BounceKey = bounceKey ?? before.BounceKey,
        };
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(FromAddress) && !EmailAddress.TryParse(FromAddress, out _))
        {
            yield return new ValidationResult("email.address.invalid", [nameof(FromAddress)]);
        }

        if (!string.IsNullOrWhiteSpace(ReplyTo) && !EmailAddress.TryParse(ReplyTo, out _))
        {
            yield return new ValidationResult("email.address.invalid", [nameof(ReplyTo)]);
        }

        if (!string.IsNullOrWhiteSpace(Host) && Uri.CheckHostName(Host.Trim()) == UriHostNameType.Unknown)
        {
            yield return new ValidationResult("email.smtp.host.invalid", [nameof(Host)]);
        }

        if (!string.IsNullOrWhiteSpace(Host) && string.IsNullOrWhiteSpace(FromAddress))
        {
            yield return new ValidationResult("email.smtp.fromAddress.needed", [nameof(FromAddress)]);
        }

        if (Port == ImplicitTlsPort)
        {
            yield return new ValidationResult("email.smtp.port.implicit", [nameof(Port)]);
        }
    }
}
