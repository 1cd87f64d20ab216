using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Navigation;
using ClientSuite.Operations;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Frames;

/// <summary>Collects the shell's menu entries once.</summary>
internal sealed class MenuBuilder
{
    public MenuBuilder(IEnumerable<INavigationProvider> providers, IEnumerable<IPortalNavigation> portal)
    {
        Items = Collect(providers.Select(p => (Action<NavigationBuilder>)p.Build));
        Portal = Collect(portal.Select(p => (Action<NavigationBuilder>)p.Build));
    }

    public IReadOnlyList<NavigationItem> Items { get; }

    /// <summary>The menu of the clients' portal.</summary>
    public IReadOnlyList<NavigationItem> Portal { get; }

    private static IReadOnlyList<NavigationItem> Collect(IEnumerable<Action<NavigationBuilder>> builds)
    {
        var builder = new NavigationBuilder();
        foreach (var build in builds)
        {
            build(builder);
        }

        return [.. builder.Items.OrderBy(i => i.Group).ThenBy(i => i.Order)];
    }
}

/// <summary>Fills the frame for a page that is about to be drawn whole.</summary>
internal sealed class FrameBuilder(Frame frame, MenuBuilder menu, ICurrentUser user, CurrentUser current, IUserPreferences preferences, TenantContext tenant,
    ISettings<SiteSettings> site, ISettings<LookSettings> looks, IStringLocalizer texts, IAntiforgery antiforgery, TenantDb db, ITempDataDictionaryFactory notes, Notifications.INotifier notifier, IEnumerable<IPortalFooter> footers)
{
    public async Task BuildAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        frame.SiteName = (await site.GetAsync(cancel)).SiteName;
        frame.Prefix = context.Request.PathBase.Value ?? "";
        var look = await looks.GetAsync(cancel);
        frame.LogoUrl = look.LogoPath is { } logo ? frame.Prefix + logo : null;
        frame.LookUrl = look.ColoursPath is { } colours ? frame.Prefix + colours : null;
        frame.Culture = CultureInfo.CurrentUICulture.Name;
        frame.CorrelationId = context.TraceIdentifier;
        frame.AntiforgeryToken = antiforgery.GetAndStoreTokens(context).RequestToken;
        frame.Theme = preferences.Get("theme") ?? "system";
        if (notes.GetTempData(context)["notice"] is string notice)
        {
            frame.Notice = JsonSerializer.Deserialize<Notice>(notice, Json.Compact);
        }

        if (context.Request.Path.StartsWithSegments(PortalAccess.Path, StringComparison.OrdinalIgnoreCase))
        {
            var lines = new List<FooterLine>();
            foreach (var footer in footers)
            {
                lines.AddRange(await footer.LoadAsync(cancel));
            }

            frame.Footer = lines;
        }

        if (user.Id is not { } id)
        {
            return;
        }

        frame.UserName = user.Name;
        frame.UserLogin = current.Grants?.Login;
        if (current.Portal is not null)
        {
            frame.ProfileUrl = frame.Prefix + PortalAccess.Path + "/profile";
            frame.Menu = Menu(menu.Portal, PortalAccess.Path, context.Request.Path.Value ?? "/");
            return;
        }

        frame.ProfileUrl = frame.Prefix + "/admin/profile";
        frame.MenuHidden = preferences.Get("menuHidden") == "true";
        frame.FullWidth = preferences.Get("fullWidth") == "true";
        frame.KeysOff = preferences.Get("keysOff") == "true";
        frame.HasNotifications = tenant.HasFeature("Notifications");
        frame.UnreadNotifications = frame.HasNotifications ? await notifier.CountUnreadAsync(id, cancel) : 0;
        frame.HasSearch = tenant.HasFeature("Search");
        frame.Menu = Menu(menu.Items, "/admin", context.Request.Path.Value ?? "/");
        frame.Operations = await RunningAsync(id, cancel);
    }

    private List<MenuGroup> Menu(IReadOnlyList<NavigationItem> items, string home, string path)
    {
        var allowed = items.Where(i => i.Permission is null || user.Has(i.Permission)).ToList();
        var open = allowed.Where(i => path.Equals(i.Path, StringComparison.OrdinalIgnoreCase) || (i.Path != home && path.StartsWith(i.Root + "/", StringComparison.OrdinalIgnoreCase)))
            .MaxBy(i => i.Root.Length);
        return [.. allowed.GroupBy(i => i.Group).Select(g => new MenuGroup(
            g.Key == NavigationGroup.Main ? "" : texts["menu." + g.Key.ToString().ToLowerInvariant()].Value,
            [.. g.Select(i => new MenuLink(texts[i.Title].Value, frame.Prefix + i.Path, i.Icon, i == open, Key: i.Key))]))];
    }

    private async Task<IReadOnlyList<RunningOperation>> RunningAsync(long userId, CancellationToken cancel)
    {
        var running = await db.Set<Operation>().AsNoTracking()
            .Where(o => o.UserId == userId && (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused))
            .OrderBy(o => o.Id).Take(5).Select(o => new { o.PublicId, o.Kind, o.Title, o.Processed, o.Total }).ToListAsync(cancel);
        return [.. running.Select(o => new RunningOperation(o.PublicId, texts["operation." + o.Kind].Value,
            o.Total > 0 ? (int)(o.Processed * 100 / o.Total) : 0, frame.Prefix + "/admin/operations/" + o.PublicId))];
    }
}

/// <summary>Fills the frame before a whole page is drawn; fragments need none.</summary>
internal sealed class FrameFilter : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is PageResult)
        {
            // One address answers the page and its fragments: caches must tell them apart.
            context.HttpContext.Response.Headers.Vary = "HX-Request, HX-Target";
            await context.HttpContext.RequestServices.GetRequiredService<FrameBuilder>().BuildAsync(context.HttpContext);
        }

        await next();
    }
}
