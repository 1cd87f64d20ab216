using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Forms;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Settings.Look;

/// <summary>The tenant's logo and colour.</summary>
[RequirePermission(PlatformPermissions.ManageSettings), TakesFiles]
internal sealed class IndexModel(ISettings<LookSettings> settings, IEnumerable<SettingsPage> pages, IFileIntake intake, IFileStorage storage, IHistory history, ICurrentUser user, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "Settings.Look";

    public const string Path = "/admin/settings/look";

    /// <summary>What the colour field shows where the product's own is in force.</summary>
    private const string OwnAccent = "#3a52d4";

    [BindProperty]
    public LookForm Form { get; set; } = new();

    public string? LogoHref { get; private set; }

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs(Path, Request, user, texts);

    public FormFooter Footer => new("settings.look.save", Request.PathBase + "/admin");

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var look = await ReadAsync(cancel);
        Form = new LookForm { HasAccent = look.Accent.Length > 0, Accent = look.Accent.Length > 0 ? look.Accent : OwnAccent };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var before = await ReadAsync(cancel);
        var accent = Form.HasAccent ? Form.Accent?.Trim().ToLowerInvariant() ?? "" : "";
        if (accent.Length > 0 && !Colour.TryParse(accent, out _))
        {
            ModelState.AddModelError("Form.Accent", texts["settings.look.error.accent"].Value);
        }

        var logo = Form.RemoveLogo ? "" : before.LogoKey;
        if (ModelState.IsValid && Form.Logo is { } file)
        {
            try
            {
                logo = await LookFiles.StoreAsync(file, intake, storage, cancel);
            }
            catch (FileRefusedException refused)
            {
                ModelState.AddModelError("Form.Logo", texts[refused.Key, [.. refused.Args]].Value);
            }
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        if (accent != before.Accent || logo != before.LogoKey)
        {
            var entry = await history.AddAsync("updated", RecordType, null, texts["settings.look"].Value, null, cancel);
            if (accent != before.Accent)
            {
                history.AddLine(entry, "accent", before.Accent, accent);
            }

            if (logo != before.LogoKey)
            {
                history.AddLine(entry, "logo", before.LogoKey.Length > 0 ? "…" : null, logo.Length > 0 ? Form.Logo?.FileName ?? "…" : null);
            }

            await settings.SetAsync(new LookSettings { Accent = accent, LogoKey = logo }, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["settings.look.saved"].Value, Path);
    }

    private async Task<LookSettings> ReadAsync(CancellationToken cancel)
    {
        var look = await settings.GetAsync(cancel);
        LogoHref = look.LogoPath is { } path ? Request.PathBase + path : null;
        return look;
    }
}

/// <summary>What the page posts.</summary>
internal sealed record LookForm
{
    public IFormFile? Logo { get; init; }

    public bool RemoveLogo { get; init; }

    public bool HasAccent { get; init; }

    public string? Accent { get; init; }
}
