using System.Globalization;
using System.Text;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Outbox;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace ClientSuite.Users.Passwords;

/// <summary>Somebody asked for a link to set a password. Raised whether the address is known or not: the page that asks does the
/// same work for both, and only the handler, later, finds out.</summary>
/// <param name="Email">Address that was typed.</param>
/// <param name="Culture">Language of who asked; the user's own choice comes first.</param>
/// <param name="Root">Address of the tenant, with prefix.</param>
/// <param name="IsWelcome">True for a new user's first password.</param>
internal sealed record PasswordLinkAsked(string Email, string Culture, string Root, bool IsWelcome) : IEvent;

/// <summary>Writes the mail with the link, if there is such a user.</summary>
internal sealed class SendPasswordLink(UserManager<User> users, IEmailQueue mail, IHistory history, IEmailComposer composer)
    : IEventHandler<PasswordLinkAsked>
{
    private static Dictionary<string, string> Values => new(StringComparer.Ordinal) { ["name"] = "Ana Souza", ["link"] = "https://crm.example.com/password/reset?u=7&t=exemplo" };

    public static EmailTemplate Welcome => new("users.mail.welcome", Values);

    public static EmailTemplate Reset => new("users.mail.reset", Values);

    public async Task HandleAsync(PasswordLinkAsked happened, CancellationToken cancel)
    {
        if (await users.FindByEmailAsync(happened.Email) is not { IsEnabled: true } user)
        {
            return;
        }

        var token = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var link = happened.Root + "/password/reset" + QueryString.Create("u", user.Id.ToString(CultureInfo.InvariantCulture)).Add("t", token);
        var name = user.FullName.Length > 0 ? user.FullName : user.UserName ?? "";
        var draft = await composer.ComposeAsync(happened.IsWelcome ? Welcome.Name : Reset.Name, CultureOf(user) ?? happened.Culture, user.Email ?? "", new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name, ["link"] = link }, cancel);
        mail.Enqueue(draft with { ToName = name, IsSecret = true });
        await history.AddAsync("passwordLink", "Users.User", user.Id, user.UserName ?? "", null, cancel);
    }

    private static string? CultureOf(User user)
    {
        using var preferences = JsonDocument.Parse(user.Preferences);
        return preferences.RootElement.TryGetProperty("culture", out var culture) ? culture.GetString() : null;
    }
}

/// <summary>Asks for password links. The link is an outbox event: stored by the next save.</summary>
internal sealed class PasswordLinks(TenantDb db, ISettings<SiteSettings> site, TenantContext tenant, IHttpContextAccessor accessor)
{
    public async Task AskAsync(string email, bool isWelcome, CancellationToken cancel)
    {
        var request = accessor.HttpContext?.Request ?? throw new InvalidOperationException("A link is asked for by a request.");
        var root = Root((await site.GetAsync(cancel)).BaseUrl, tenant.Settings.RequestUrlHost, request.Scheme, request.Host.Value ?? "", request.PathBase.Value ?? "");
        db.Raise(new PasswordLinkAsked(email, CultureInfo.CurrentUICulture.Name, root, isWelcome));
    }

    /// <summary>Configured addresses come before the request's Host header, which whoever asks may forge.</summary>
    internal static string Root(string baseUrl, string tenantHosts, string scheme, string requestHost, string pathBase)
    {
        if (baseUrl.Length > 0)
        {
            return baseUrl.TrimEnd('/') + pathBase;
        }

        var own = tenantHosts.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var host = own.Length == 0 || own.Any(h => Answers(h, requestHost)) ? requestHost : own.FirstOrDefault(h => !h.StartsWith('*')) ?? requestHost;
        return scheme + "://" + host + pathBase;
    }

    private static bool Answers(string pattern, string host)
    {
        var name = host.Split(':')[0];
        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : pattern.Split(':')[0].Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
