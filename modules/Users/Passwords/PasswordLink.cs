using System.Globalization;
using System.Text;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Outbox;
using ClientSuite.Users.Contracts;
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

    public static EmailTemplate Welcome => new("users.mail.welcome", Values) { Secrets = ["link"] };

    public static EmailTemplate Reset => new("users.mail.reset", Values) { Secrets = ["link"] };

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
internal sealed class PasswordLinks(TenantDb db, TenantRoot root)
{
    public async Task AskAsync(string email, bool isWelcome, CancellationToken cancel) =>
        db.Raise(new PasswordLinkAsked(email, CultureInfo.CurrentUICulture.Name, await root.OfRequestAsync(cancel), isWelcome));
}
