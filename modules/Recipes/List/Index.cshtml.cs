using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Recipes.List;

/// <summary>The recipes on offer, and those that somebody brings as JSON.</summary>
[RequirePermission(PlatformPermissions.ManageRecipes), TakesFiles]
internal sealed class IndexModel(IRecipes recipes, IHistory history, TenantDb db, IStringLocalizer texts) : PageModel
{
    private const int LongestJson = 1024 * 1024;
    private static readonly FrozenDictionary<string, JsonNode?> NoParameters = FrozenDictionary<string, JsonNode?>.Empty;

    /// <summary>Those for a tenant that is there: what sets one up would only mix two kinds of business.</summary>
    public IReadOnlyList<RecipeInfo> Offered => [.. recipes.All.Where(r => !r.IsSetup).OrderBy(r => r.DisplayName, StringComparer.CurrentCulture)];

    [BindProperty]
    public string? Json { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>What came of the run before this page, or null.</summary>
    public RecipeRun? Last { get; private set; }

    public void OnGet() => Last = TempData["recipe"] is string stored ? JsonSerializer.Deserialize<RecipeRun>(stored) : null;

    public async Task<IActionResult> OnPostRun(string name, CancellationToken cancel) => Offered.Any(r => r.Name == name)
        ? await DoneAsync(name, await recipes.ExecuteAsync(name, NoParameters, withSampleData: false, cancel), cancel)
        : NotFound();

    public async Task<IActionResult> OnPostJson(CancellationToken cancel)
    {
        var json = Json;
        if (Upload is { Length: > 0 })
        {
            if (Upload.Length > LongestJson)
            {
                ModelState.AddModelError(nameof(Upload), texts["recipes.tooLarge", Upload.FileName, LongestJson]);
                return this.Invalid();
            }

            using var reader = new StreamReader(Upload.OpenReadStream(), Encoding.UTF8);
            json = await reader.ReadToEndAsync(cancel);
        }

        if (string.IsNullOrWhiteSpace(json))
        {
            ModelState.AddModelError(nameof(Json), texts["recipes.json.empty"]);
            return this.Invalid();
        }

        try
        {
            return await DoneAsync(Upload?.FileName ?? texts["recipes.json.pasted"], await recipes.ExecuteJsonAsync(json, NoParameters, cancel), cancel);
        }
        catch (RuleBrokenException broken)
        {
            ModelState.AddModelError(Upload is { Length: > 0 } ? nameof(Upload) : nameof(Json), texts[broken.Key, [.. broken.Args]]);
            return this.Invalid();
        }
    }

    private async Task<IActionResult> DoneAsync(string name, IReadOnlyList<RecipeStepResult> results, CancellationToken cancel)
    {
        await history.AddAsync("executed", "Recipes.Recipe", null, name, null, cancel);
        await db.SaveChangesAsync(cancel);
        TempData["recipe"] = JsonSerializer.Serialize(new RecipeRun(name, [.. results.Take(60)]));
        this.Notify("ok", texts["recipes.done", name]);
        return LocalRedirect(Request.PathBase + "/admin/recipes");
    }
}

/// <summary>A run and what came of its steps.</summary>
internal sealed record RecipeRun(string Name, IReadOnlyList<RecipeStepResult> Steps);
