using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Settings;

/// <summary>The tenant's choices for the portal.</summary>
[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(ISettings<PortalSettings> settings, IClientEntitlement plans, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "ClientUsers.Settings";

    public const string Path = "/admin/settings/portal";

    [BindProperty]
    public PortalSettingsForm Form { get; set; } = new();

    /// <summary>False once a module of plans answers.</summary>
    public bool AsksPlan => plans is PlanBySetting;

    public IReadOnlyList<SelectListItem> Plans { get; } = [.. Enum.GetValues<ClientPlan>().Select(p => new SelectListItem(texts["clientusers.plan." + p].Value, p.ToString()))];

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs(Path, Request, user, texts);

    public FormFooter Footer => new("clientusers.settings.save", Request.PathBase + "/admin");

    public async Task OnGetAsync(CancellationToken cancel) => Form = PortalSettingsForm.Of(await settings.GetAsync(cancel));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        var before = await settings.GetAsync(cancel);
        var was = PortalSettingsForm.Of(before);
        if (!AsksPlan)
        {
            Form = Form with { Plan = before.Plan };
        }

        var changed = was.Differences(Form).ToList();
        if (changed.Count > 0)
        {
            var entry = await history.AddAsync("updated", RecordType, null, texts["clientusers.settings"].Value, null, cancel);
            changed.ForEach(c => history.AddLine(entry, c.Field, c.Before, c.After));
            await settings.SetAsync(Form.ToSettings(), cancel);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["clientusers.settings.saved"].Value, Path);
    }
}

/// <summary>What the page posts.</summary>
internal sealed record PortalSettingsForm
{
    public ClientPlan Plan { get; init; }

    [MaxLength(PortalSettings.MessageLength)]
    public string? BlockedMessage { get; init; }

    [MaxLength(PortalSettings.MessageLength)]
    public string? DisabledMessage { get; init; }

    [MaxLength(PortalSettings.MessageLength)]
    public string? SuspendedMessage { get; init; }

    [Range(5, 480)]
    public int LoginAsMinutes { get; init; }

    public bool GoesOfflineWithoutSession { get; init; }

    public static PortalSettingsForm Of(PortalSettings settings) => new()
    {
        Plan = settings.Plan,
        BlockedMessage = settings.BlockedMessage,
        DisabledMessage = settings.DisabledMessage,
        SuspendedMessage = settings.SuspendedMessage,
        LoginAsMinutes = settings.LoginAsMinutes,
        GoesOfflineWithoutSession = settings.GoesOfflineWithoutSession,
    };

    public PortalSettings ToSettings() => new()
    {
        Plan = Plan,
        BlockedMessage = BlockedMessage?.Trim() ?? "",
        DisabledMessage = DisabledMessage?.Trim() ?? "",
        SuspendedMessage = SuspendedMessage?.Trim() ?? "",
        LoginAsMinutes = LoginAsMinutes,
        GoesOfflineWithoutSession = GoesOfflineWithoutSession,
    };

    public IEnumerable<(string Field, string Before, string After)> Differences(PortalSettingsForm other) => Values().Zip(other.Values())
        .Where(p => p.First.Value != p.Second.Value).Select(p => (p.First.Field, p.First.Value, p.Second.Value));

    private IEnumerable<(string Field, string Value)> Values() =>
    [
        ("plan", Plan.ToString()), ("blockedMessage", BlockedMessage ?? ""), ("disabledMessage", DisabledMessage ?? ""), ("suspendedMessage", SuspendedMessage ?? ""),
        ("loginAsMinutes", LoginAsMinutes.ToString(CultureInfo.InvariantCulture)), ("goesOfflineWithoutSession", GoesOfflineWithoutSession ? "true" : "false"),
    ];
}
