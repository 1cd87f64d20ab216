using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Settings;

/// <summary>Who answers for privacy, in how many days, and whom marketing may reach.</summary>
[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(ISettings<PrivacySettings> settings, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "Privacy.Settings";

    public const string Path = "/admin/settings/privacy";

    [BindProperty]
    public PrivacyForm Form { get; set; } = new();

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs(Path, Request, user, texts);

    public FormFooter Footer => new("privacy.settings.save", Request.PathBase + "/admin/settings");

    public async Task OnGetAsync(CancellationToken cancel) => Form = PrivacyForm.Of(await settings.GetAsync(cancel));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(Form.DpoEmail) && !EmailAddress.TryParse(Form.DpoEmail, out _))
        {
            ModelState.AddModelError("Form.DpoEmail", texts["privacy.settings.dpoEmail.invalid"].Value);
        }

        if (!string.IsNullOrWhiteSpace(Form.PolicyUrl) && !(Uri.TryCreate(Form.PolicyUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            ModelState.AddModelError("Form.PolicyUrl", texts["privacy.settings.policyUrl.invalid"].Value);
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        var before = await settings.GetAsync(cancel);
        var after = Form.ToSettings(before);
        var changed = PrivacyForm.Of(before).Values().Zip(PrivacyForm.Of(after).Values()).Where(p => p.First.Value != p.Second.Value).ToList();
        if (changed.Count > 0)
        {
            var entry = await history.AddAsync("updated", RecordType, null, texts["privacy.settings"].Value, null, cancel);
            changed.ForEach(c => history.AddLine(entry, c.First.Field, c.First.Value, c.Second.Value));
            await settings.SetAsync(after, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["privacy.settings.saved"].Value, Path);
    }
}

/// <summary>What the page posts.</summary>
internal sealed record PrivacyForm
{
    [MaxLength(120)]
    public string? DpoName { get; init; }

    [MaxLength(254)]
    public string? DpoEmail { get; init; }

    [MaxLength(500)]
    public string? PolicyUrl { get; init; }

    [Range(1, 90)]
    public int RequestDays { get; init; } = 15;

    [Range(1, 90)]
    public int WarnAfterDays { get; init; } = 10;

    public bool MarketsToUnasked { get; init; }

    public static PrivacyForm Of(PrivacySettings s) => new() { DpoName = s.DpoName, DpoEmail = s.DpoEmail, PolicyUrl = s.PolicyUrl, RequestDays = s.RequestDays, WarnAfterDays = s.WarnAfterDays, MarketsToUnasked = s.MarketsToUnasked };

    public PrivacySettings ToSettings(PrivacySettings before) => before with
    {
        DpoName = DpoName?.Trim() ?? "",
        DpoEmail = DpoEmail?.Trim() ?? "",
        PolicyUrl = PolicyUrl?.Trim() ?? "",
        RequestDays = RequestDays,
        WarnAfterDays = WarnAfterDays,
        MarketsToUnasked = MarketsToUnasked,
    };

    public IEnumerable<(string Field, string Value)> Values() =>
    [
        ("dpoName", DpoName ?? ""), ("dpoEmail", DpoEmail ?? ""), ("policyUrl", PolicyUrl ?? ""),
        ("requestDays", RequestDays.ToString(CultureInfo.InvariantCulture)), ("warnAfterDays", WarnAfterDays.ToString(CultureInfo.InvariantCulture)),
        ("marketsToUnasked", MarketsToUnasked ? "true" : "false"),
    ];
}
