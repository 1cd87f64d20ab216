using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Settings.Site;

[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(ISettings<SiteSettings> settings, IEnumerable<SettingsPage> pages, ITenants tenants, TenantContext tenant, IHistory history,
    ICurrentUser user, TenantDb db, TimeProvider time, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public SiteForm Form { get; set; } = new();

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs("/admin/settings", Request, user, texts);

    public IReadOnlyList<SelectListItem> TimeZones => TimeZoneChoices.List(time.GetUtcNow());

    public IReadOnlyList<SelectListItem> Cultures { get; } = [new("Português (Brasil)", "pt-BR"), new("English", "en"), new("Español", "es")];

    public async Task OnGet(CancellationToken cancel) => Form = SiteForm.Of(await settings.GetAsync(cancel));

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        var before = await settings.GetAsync(cancel);
        var after = Form.ToSettings();
        await settings.SetAsync(after, cancel);
        var entry = await history.AddAsync("updated", "Settings.Site", null, after.SiteName, null, cancel);
        foreach (var (field, was, isNow) in new[]
        {
            ("siteName", before.SiteName, after.SiteName), ("baseUrl", before.BaseUrl, after.BaseUrl),
            ("timeZoneId", before.TimeZoneId, after.TimeZoneId), ("culture", before.Culture, after.Culture),
        })
        {
            if (was != isNow)
            {
                history.AddLine(entry, field, was, isNow);
            }
        }

        await db.SaveChangesAsync(cancel);
        if (tenants.Find(tenant.Name) is { } known && known.SiteName != after.SiteName)
        {
            // The operator's list shows a copy.
            await tenants.UpdateAsync(known with { SiteName = after.SiteName }, cancel);
        }

        return this.Saved(texts["settings.saved"], "/admin/settings");
    }
}

/// <summary>What the page posts.</summary>
internal sealed record SiteForm : IValidatableObject
{
    [Required, MaxLength(100)]
    public string? SiteName { get; init; }

    [MaxLength(200)]
    public string? BaseUrl { get; init; }

    [Required]
    public string? TimeZoneId { get; init; }

    [Required]
    public string? Culture { get; init; }

    public static SiteForm Of(SiteSettings site) => new() { SiteName = site.SiteName, BaseUrl = site.BaseUrl, TimeZoneId = site.TimeZoneId, Culture = site.Culture };

    public SiteSettings ToSettings() => new()
    {
        SiteName = SiteName!.Trim(), // required
        BaseUrl = BaseUrl?.Trim().TrimEnd('/') ?? "",
        TimeZoneId = TimeZoneId!, // required
        Culture = Culture!, // required
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneChoices.IsKnown(TimeZoneId))
        {
            yield return new ValidationResult("settings.error.timeZone", [nameof(TimeZoneId)]);
        }

        if (Culture is not ("pt-BR" or "en" or "es"))
        {
            yield return new ValidationResult("settings.error.culture", [nameof(Culture)]);
        }

        if (!string.IsNullOrWhiteSpace(BaseUrl) && !(Uri.TryCreate(BaseUrl.Trim(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            yield return new ValidationResult("settings.error.baseUrl", [nameof(BaseUrl)]);
        }
    }
}
