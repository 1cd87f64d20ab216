using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Recipes.Export;

/// <summary>Parts of the tenant as a recipe file.</summary>
[RequirePermission(PlatformPermissions.ManageRecipes)]
internal sealed class IndexModel(IRecipes recipes, IHistory history, TenantDb db) : PageModel
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IActionResult> OnGet(string[] what, CancellationToken cancel)
    {
        var recipe = await recipes.ExportAsync(what, cancel);
        await history.AddAsync("exported", "Recipes.Recipe", null, string.Join(", ", what.Take(10)), null, cancel);
        await db.SaveChangesAsync(cancel);
        return File(Encoding.UTF8.GetBytes(recipe.ToJsonString(Readable)), "application/json", "export.recipe.json");
    }
}
