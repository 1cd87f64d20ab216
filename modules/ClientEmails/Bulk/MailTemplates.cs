using System.Globalization;
using ClientSuite.Email;

namespace ClientSuite.ClientEmails.Bulk;

/// <summary>The templates that a mail to many may take.</summary>
internal sealed class MailTemplates(IEnumerable<EmailTemplate> templates, IEmailComposer composer)
{
    /// <summary>Messages whose words the tenant changes among its e-mail templates.</summary>
    public static IReadOnlyList<EmailTemplate> Own { get; } = [.. new[] { "notice", "news", "maintenance" }.Select(n => new EmailTemplate("clientemails.mail." + n, ClientValues.Examples))];

    /// <summary>Whatever can be said with what is known of a client: others' templates hold links and codes.</summary>
    public IReadOnlyList<string> Usable => field ??= [.. templates.Where(t => t.Values.Keys.All(ClientValues.Examples.ContainsKey)).Select(t => t.Name)];

    /// <summary>What a template says, to the client of the examples; null for one that may not be taken.</summary>
    public async Task<EmailDraft?> PreviewAsync(string? template, CancellationToken cancel) =>
        template is { Length: > 0 } name && Usable.Contains(name) ? await composer.ComposeAsync(name, CultureInfo.CurrentUICulture.Name, ClientValues.Examples["client.email"], ClientValues.Examples, cancel) : null;
}
