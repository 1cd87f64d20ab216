using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Features.List;

/// <summary>The tenant's features by category, each with its switch.</summary>
[RequirePermission(PlatformPermissions.ManageFeatures)]
internal sealed class IndexModel(IFeatures features, TenantContext tenant, IHistory history, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public IReadOnlyList<IGrouping<string, FeatureLine>> Groups { get; private set; } = [];

    public int Enabled { get; private set; }

    public int Total { get; private set; }

    public bool IsDefault => tenant.Settings.IsDefault;

    public void OnGet() => Read();

    /// <summary>Switches one feature. Posted as a whole page: the menu and the pages change with it.</summary>
    public async Task<IActionResult> OnPost(string id, bool enable, CancellationToken cancel)
    {
        var all = features.All;
        if (all.FirstOrDefault(f => f.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is not { } feature)
        {
            return NotFound();
        }

        if (feature.IsEnabled != enable)
        {
            var along = enable ? features.ComesAlong(feature.Id) : features.DependsOn(feature.Id);
            await features.ChangeAsync(enable ? [feature.Id] : [], enable ? [] : [feature.Id], cancel);
            foreach (var name in along.Prepend(feature.Id))
            {
                await history.AddAsync(enable ? "enabled" : "disabled", "Features.Feature", null, name, null, cancel);
            }

            await db.SaveChangesAsync(cancel);
        }

        this.Notify("ok", texts[enable ? "features.enabled" : "features.disabled", texts.NameOf(feature)]);
        return LocalRedirect(Request.PathBase + "/admin/features" + Request.QueryString);
    }

    private void Read()
    {
        var all = features.All;
        var byId = all.ToDictionary(f => f.Id, StringComparer.OrdinalIgnoreCase);
        string Names(IEnumerable<string> ids) => string.Join(", ", ids.Select(i => byId.TryGetValue(i, out var f) ? texts.NameOf(f) : i));
        // What this tenant can never have is not offered to it at all.
        var offered = all.Where(f => f.IsOffered || f.IsEnabled).ToList();
        Total = offered.Count;
        Enabled = offered.Count(f => f.IsEnabled);
        var words = TextFolding.Words(Q);
        Groups =
        [
            .. offered
                .Where(f => Show switch { "on" => f.IsEnabled, "off" => !f.IsEnabled, "partner" => f.IsDropIn, _ => true })
                .Select(f => new FeatureLine(f, texts.NameOf(f), texts.DescriptionOf(f), texts.CategoryOf(f), Names(f.Dependencies),
                    Ask(f), Detail(f, Names)))
                .Where(f => words.Count == 0 || words.All(w => TextFolding.Fold($"{f.Name} {f.Description} {f.Feature.Id} {f.Feature.Name}").Contains(w, StringComparison.Ordinal)))
                .OrderBy(f => f.Name, StringComparer.CurrentCulture)
                .GroupBy(f => f.Category).OrderBy(g => g.Key, StringComparer.CurrentCulture),
        ];
    }

    private string Ask(FeatureView feature) =>
        texts[feature.IsEnabled ? "features.disable.ask" : "features.enable.ask", texts.NameOf(feature)].Value;

    private string Detail(FeatureView feature, Func<IEnumerable<string>, string> names)
    {
        var others = feature.IsEnabled ? features.DependsOn(feature.Id) : features.ComesAlong(feature.Id);
        if (feature.IsEnabled)
        {
            return others.Count == 0 ? texts["features.disable.alone"].Value : texts["features.disable.with", names(others)].Value;
        }

        return others.Count == 0 ? texts["features.enable.alone"].Value : texts["features.enable.with", names(others)].Value;
    }
}

/// <summary>A feature as its row shows it.</summary>
internal sealed record FeatureLine(FeatureView Feature, string Name, string Description, string Category, string Needs, string Ask, string Detail);
