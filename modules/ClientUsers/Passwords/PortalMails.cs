using System.Globalization;
using System.Text;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ClientSuite.ClientUsers.Passwords;

/// <summary>Somebody asked for a link to set the portal's password. Raised whether the address is known or not: the page that asks does
/// the same work for both, and only the handler, later, finds out.</summary>
/// <param name="Email">Address that was typed.</param>
/// <param name="Culture">Language of who asked; the user's own choice comes first.</param>
/// <param name="Root">Address of the tenant, with prefix.</param>
internal sealed record PortalLinkAsked(string Email, string Culture, string Root) : IEvent
{
    /// <summary>The client at whose user the staff asked; null where somebody asked for himself.</summary>
    public long? ClientId { get; init; }

    /// <summary>Name of the client that the user was just added to; empty where a password is to be replaced.</summary>
    public string ClientName { get; init; } = "";

    public bool IsAdded => ClientName.Length > 0;
}

/// <summary>The mails of the portal.</summary>
internal static class PortalMails
{
    public static EmailTemplate Welcome => new("clientusers.mail.welcome", Values(("link", Link))) { Secrets = ["link"] };

    public static EmailTemplate Added => new("clientusers.mail.added", Values(("link", "https://crm.example.com/portal/sign-in")));

    public static EmailTemplate Reset => new("clientusers.mail.reset", new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Ana Souza", ["link"] = Link }) { Secrets = ["link"] };

    public static EmailTemplate Code => new("clientusers.mail.code", Values(("code", "042817"))) { Secrets = ["code"] };

    private static string Link => "https://crm.example.com/portal/password/reset?u=7&t=exemplo";

    /// <summary>The user's own choice of language; null for none.</summary>
    public static string? CultureOf(User user)
    {
        using var preferences = JsonDocument.Parse(user.Preferences);
        return preferences.RootElement.TryGetProperty("culture", out var culture) ? culture.GetString() : null;
    }

    private static Dictionary<string, string> Values((string Name, string Value) more) =>
        new(StringComparer.Ordinal) { ["name"] = "Ana Souza", ["client"] = "Padaria do João", [more.Name] = more.Value };
}

/// <summary>Writes the mail with the link, if there is such a user. Who was added and has a password already is told so, and gets no link.</summary>
internal sealed class SendPortalLink(PortalUsers users, IEmailQueue mail, IEmailComposer composer, IHistory history) : IEventHandler<PortalLinkAsked>
{
    public async Task HandleAsync(PortalLinkAsked happened, CancellationToken cancel)
    {
        if (await users.FindByEmailAsync(happened.Email) is not { } user)
        {
            return;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = user.FullName, ["client"] = happened.ClientName };
        var isKnown = happened.IsAdded && user.PasswordHash is not null;
        if (isKnown)
        {
            values["link"] = happened.Root + PortalAccess.Path + "/sign-in";
        }
        else
        {
            var token = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
            values["link"] = happened.Root + PortalAccess.Path + "/password/reset" + QueryString.Create("u", user.Id.ToString(CultureInfo.InvariantCulture)).Add("t", token);
            await history.AddAsync("passwordLink", "Users.User", user.Id, user.UserName ?? "", happened.ClientId, cancel);
        }

        var template = !happened.IsAdded ? PortalMails.Reset : isKnown ? PortalMails.Added : PortalMails.Welcome;
        var draft = await composer.ComposeAsync(template.Name, PortalMails.CultureOf(user) ?? happened.Culture, user.Email ?? "", values, cancel);
        mail.Enqueue(draft with { ToName = user.FullName, ClientId = happened.ClientId, IsSecret = !isKnown });
    }
}
