using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Documents;

/// <summary>The tenant's rules about clients.</summary>
[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(SameDocument documents, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "Clients.Settings";

    public const string Path = "/admin/settings/clients";

    [BindProperty]
    public DocumentForm Form { get; set; } = new();

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs =>
        [.. pages.Where(p => user.Has(p.Permission)).OrderBy(p => p.Order).Select(p => new RecordTab(texts[p.Title].Value, Request.PathBase + p.Path, p.Path == Path))];

    public FormFooter Footer => new("clients.settings.save", Request.PathBase + "/admin");

    public async Task OnGetAsync(CancellationToken cancel) => Form = new DocumentForm { AllowsSameDocument = !await documents.IsForbiddenAsync(cancel) };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var allowed = !await documents.IsForbiddenAsync(cancel);
        if (allowed != Form.AllowsSameDocument)
        {
            var entry = await history.AddAsync("updated", RecordType, null, texts["clients.settings"].Value, null, cancel);
            history.AddLine(entry, "sameDocument", Stored(allowed), Stored(Form.AllowsSameDocument));
            if (!await documents.TryForbidAsync(!Form.AllowsSameDocument, cancel))
            {
                var pair = await documents.FirstPairAsync(cancel);
                ModelState.AddModelError("Form.AllowsSameDocument", texts["clients.settings.error.twice", pair?.One ?? "", pair?.Other ?? ""].Value);
                return this.Invalid();
            }
        }

        return this.Saved(texts["clients.settings.saved"].Value, Path);
    }

    private static string Stored(bool value) => value ? "true" : "false";
}

/// <summary>What the page posts.</summary>
internal sealed record DocumentForm
{
    public bool AllowsSameDocument { get; init; }
}
