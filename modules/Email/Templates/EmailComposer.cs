using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email;

internal sealed class EmailComposer(TenantDb db, IEnumerable<EmailTemplate> templates, ISettings<SiteSettings> site, MailLooks looks, IStringLocalizer texts) : IEmailComposer
{
    public static IReadOnlyList<string> Cultures { get; } = ["pt-BR", "en", "es"];

    public async Task<EmailDraft> ComposeAsync(string template, string culture, string to, IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var known = Find(template) ?? throw new InvalidOperationException($"There is no mail template {template}.");
        var settings = await site.GetAsync(cancel);
        var language = Cultures.FirstOrDefault(c => c.Equals(culture, StringComparison.OrdinalIgnoreCase)) ?? settings.Culture;
        var (subject, body) = await WordsAsync(known.Name, language, cancel);
        return MailWords.Write(subject, body, values, await looks.GetAsync(cancel), language, known.Secrets) with { To = to, Kind = known.Name };
    }

    public async Task<EmailDraft> WriteAsync(string subject, string markdown, string culture, string to, IReadOnlyDictionary<string, string> values, CancellationToken cancel) =>
        MailWords.WriteByHand(subject, markdown, values, await looks.GetAsync(cancel), culture) with { To = to };

    public EmailTemplate? Find(string name) => templates.FirstOrDefault(t => t.Name == name);

    /// <summary>The tenant's words, else the module's.</summary>
    public async Task<(string Subject, string Body)> WordsAsync(string template, string culture, CancellationToken cancel) =>
        await db.EmailWords.AsNoTracking().FirstOrDefaultAsync(w => w.Template == template && w.Culture == culture, cancel) is { } own ? (own.Subject, own.Body) : Given(template, culture);

    /// <summary>The module's words.</summary>
    public (string Subject, string Body) Given(string template, string culture)
    {
        var own = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return (texts[template + ".subject"].Value, texts[template + ".body"].Value);
        }
        finally
        {
            CultureInfo.CurrentUICulture = own;
        }
    }
}
