using Microsoft.AspNetCore.Mvc.Razor;

namespace ClientSuite.Web;

/// <summary>Picks the theme from the page's path: <c>/portal</c> is the clients' own, everything else the admin's. A module's own
/// <c>Shared/</c> comes first.</summary>
internal sealed class ThemeViews : IViewLocationExpander
{
    private const string Key = "theme";

    public void PopulateValues(ViewLocationExpanderContext context) =>
        context.Values[Key] = context.ActionContext.HttpContext.Request.Path.StartsWithSegments("/portal", StringComparison.OrdinalIgnoreCase) ? "Portal" : "Admin";

    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations) =>
        viewLocations.Append($"/Themes/{context.Values[Key]}/{{0}}.cshtml").Append("/Themes/Admin/{0}.cshtml");
}
