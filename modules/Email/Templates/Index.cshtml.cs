using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email.Templates;

/// <summary>The mails whose words the tenant may change.</summary>
[RequirePermission(Permissions.ManageTemplates)]
internal sealed class IndexModel(TenantDb db, IEnumerable<EmailTemplate> templates, MessageWords words) : PageModel
{
    public IReadOnlyList<TemplateRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var own = await db.EmailWords.AsNoTracking().Select(w => new { w.Template, w.Culture }).ToListAsync(cancel);
        Rows = [.. templates.Select(t => new TemplateRow(t.Name, words.Kind(t.Name),
            [.. EmailComposer.Cultures.Select(c => new TemplateLanguage(c, LanguageOf(c), own.Exists(o => o.Template == t.Name && o.Culture == c)))])).OrderBy(r => r.Title, StringComparer.CurrentCulture)];
    }

    /// <summary>A language in its own words.</summary>
    public static string LanguageOf(string culture) => CultureInfo.GetCultureInfo(culture) is var info && info.NativeName is { Length: > 0 } name
        ? char.ToUpper(name[0], info) + name[1..]
        : culture;
}

/// <summary>A template as its row shows it.</summary>
internal sealed record TemplateRow(string Name, string Title, IReadOnlyList<TemplateLanguage> Languages);

/// <summary>One of its languages; <paramref name="IsOwn"/> where the tenant changed the words.</summary>
internal sealed record TemplateLanguage(string Culture, string Title, bool IsOwn);
