using System.Text.Json;
using ClientSuite.Frames;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Tenants;

/// <summary>How the dialogs end: over the list it refreshes, over the tenant's own page that page is drawn anew.</summary>
internal static class TenantAnswers
{
    /// <param name="page">The dialog's page.</param>
    /// <param name="text">What the toast says.</param>
    /// <param name="tenant">Name of the tenant.</param>
    /// <param name="next">Page to show where the dialog stood over the tenant's own.</param>
    public static IActionResult SavedTenant(this PageModel page, string text, string tenant, string next)
    {
        var own = $"{page.Request.PathBase}/admin/tenants/{tenant}";
        if (page.Request.IsDialog() && Uri.TryCreate(page.Request.Headers["HX-Current-URL"], UriKind.Absolute, out var at) && at.AbsolutePath.Equals(own, StringComparison.OrdinalIgnoreCase))
        {
            page.TempData["notice"] = JsonSerializer.Serialize(new Notice("ok", text), JsonSerializerOptions.Web);
            return page.GoTo(next);
        }

        return page.Saved(text, next);
    }
}
