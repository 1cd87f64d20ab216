using ClientSuite.Access;
using ClientSuite.Data;
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
internal sealed class IndexModel(SameDocument documents, ISettings<ClientSettings> settings, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "Clients.Settings";

    public const string Path = "/admin/settings/clients";

    [BindProperty]
    public ClientSettingsForm Form { get; set; } = new();

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs(Path, Request, user, texts);

    public FormFooter Footer => new("clients.settings.save", Request.PathBase + "/admin");

    public async Task OnGetAsync(CancellationToken cancel) => Form = await ReadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var before = await ReadAsync(cancel);
        if (before == Form)
        {
            return this.Saved(texts["clients.settings.saved"].Value, Path);
        }

        var entry = await history.AddAsync("updated", RecordType, null, texts["clients.settings"].Value, null, cancel);
        if (before.SearchesDuplicates != Form.SearchesDuplicates)
        {
            history.AddLine(entry, "searchesDuplicates", Stored(before.SearchesDuplicates), Stored(Form.SearchesDuplicates));
            await settings.SetAsync(new ClientSettings { SearchesDuplicates = Form.SearchesDuplicates }, cancel);
        }

        if (before.AllowsSameDocument == Form.AllowsSameDocument)
        {
            await db.SaveChangesAsync(cancel);
            return this.Saved(texts["clients.settings.saved"].Value, Path);
        }

        history.AddLine(entry, "sameDocument", Stored(before.AllowsSameDocument), Stored(Form.AllowsSameDocument));
        if (!await documents.TryForbidAsync(!Form.AllowsSameDocument, cancel)) // saves the rest too
        {
            var pair = await documents.FirstPairAsync(cancel);
            ModelState.AddModelError("Form.AllowsSameDocument", texts["clients.settings.error.twice", pair?.One ?? "", pair?.Other ?? ""].Value);
            return this.Invalid();
        }

        return this.Saved(texts["clients.settings.saved"].Value, Path);
    }

    private async Task<ClientSettingsForm> ReadAsync(CancellationToken cancel) =>
        new() { AllowsSameDocument = !await documents.IsForbiddenAsync(cancel), SearchesDuplicates = (await settings.GetAsync(cancel)).SearchesDuplicates };

    private static string Stored(bool value) => value ? "true" : "false";
}

/// <summary>What the page posts.</summary>
internal sealed record ClientSettingsForm
{
    public bool AllowsSameDocument { get; init; }

    public bool SearchesDuplicates { get; init; }
}
