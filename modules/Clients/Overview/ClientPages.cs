using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Gives every page below a client's address its client and the frame around it, whichever module the page is of.</summary>
internal sealed class ClientPages : IPageApplicationModelConvention
{
    private const string Root = "admin/clients/{id:long}";

    public void Apply(PageApplicationModel model)
    {
        var template = model.RouteTemplate?.TrimStart('/') ?? "";
        if (template.Equals(Root, StringComparison.OrdinalIgnoreCase) || template.StartsWith(Root + "/", StringComparison.OrdinalIgnoreCase))
        {
            model.Filters.Add(new ClientPageFilter(template.Length > Root.Length ? template[(Root.Length + 1)..].Split('/')[0] : ""));
        }
    }
}

/// <summary>Loads the client before the handler, draws the frame around a whole page.</summary>
internal sealed class ClientPageFilter(string tab) : IAsyncPageFilter
{
    private const string Layout = "/Areas/Clients/Pages/Shared/_ClientLayout.cshtml";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var builder = http.RequestServices.GetRequiredService<ClientFrameBuilder>();
        if (!long.TryParse(http.Request.RouteValues["id"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !await builder.FillAsync(id, http.Request, http.RequestAborted))
        {
            context.Result = HttpMethods.IsGet(http.Request.Method) ? await ElsewhereAsync(id, http) : new NotFoundResult();
            return;
        }

        var done = await next();
        if (HttpMethods.IsGet(http.Request.Method) && done is { Result: PageResult, Exception: null } && tab is not ("header" or "parts")) // they belong to a page that was noted
        {
            http.RequestServices.GetRequiredService<IAccessLog>().Note(id, AccessKind.Page, tab.Length == 0 ? "overview" : tab);
        }

        if (done.Result is PageResult && !http.Request.IsFragment() && context.HandlerInstance is PageModel page)
        {
            await builder.FrameAsync(tab, http.Request, http.RequestAborted);
            page.ViewData["Layout"] = Layout;
        }
    }

    /// <summary>Links to a client that was merged lead to what it became, those to a deleted one to its line in the trash.</summary>
    private async Task<IActionResult> ElsewhereAsync(long id, HttpContext http)
    {
        if (await http.RequestServices.GetRequiredService<ClientMerging>().BecameAsync(id, http.RequestAborted) is { } became)
        {
            return new LocalRedirectResult(FormattableString.Invariant($"{http.Request.PathBase}/admin/clients/{became}") + (tab.Length == 0 ? "" : "/" + tab));
        }

        return !http.Request.IsFragment() && http.RequestServices.GetRequiredService<ICurrentUser>().Has(Permissions.Delete)
            && await http.RequestServices.GetRequiredService<TenantDb>().TrashedClients.AnyAsync(c => c.Id == id, http.RequestAborted)
            ? new LocalRedirectResult(FormattableString.Invariant($"{http.Request.PathBase}/admin/clients/trash?q={id}"))
            : new NotFoundResult();
    }
}

/// <summary>Fills <see cref="ClientFrame"/>.</summary>
internal sealed class ClientFrameBuilder(ClientFrame frame, TenantDb db, TenantClock clock, ClientList list, ICurrentUser user, IEnumerable<IClientTab> tabs, IEnumerable<IClientBanner> banners, IStringLocalizer texts)
{
    /// <summary>Tabs' counts end here.</summary>
    private const int CountCap = 100;

    private ClientRow? _row;

    /// <summary>The client whose page is filled.</summary>
    public ClientRow Row => _row ?? throw new InvalidOperationException("No client was filled in.");

    private string Suffix => frame.From.Length == 0 ? "" : "?from=" + Uri.EscapeDataString(frame.From);

    public async Task<bool> FillAsync(long id, HttpRequest request, CancellationToken cancel)
    {
        _row = await db.Clients.AsNoTracking().Where(c => c.Id == id).Select(ClientRow.Whole).FirstOrDefaultAsync(cancel);
        if (_row is null)
        {
            return false;
        }

        frame.Id = _row.Id;
        frame.ContentItemId = _row.ContentItemId;
        frame.Name = _row.TradeName;
        frame.IsCompany = _row.IsCompany;
        frame.IsActive = list.Status is { } status && (await status.ActiveAsync(db, [id], cancel)).Count > 0;
        frame.IsBlocked = _row.Blocked;
        frame.BlockedReason = _row.BlockedReason;
        frame.TaxId = _row.TaxId;
        frame.Phone = _row.Phone;
        frame.Email = _row.Email;
        frame.Place = _row.Place;
        frame.LastLogin = _row.LastLoginUtc is { } utc ? clock.ToLocal(utc) : null;
        frame.Path = Page(request, _row.Id);
        frame.PhotoPath = ClientPhotos.PathOf(_row.Id, _row.PhotoKey) is { } photo ? request.PathBase + photo : null;
        frame.From = request.Query["from"].ToString();
        return true;
    }

    /// <summary>Tabs with their counts, and banners.</summary>
    public Task PartsAsync(string current, CancellationToken cancel) => PartsAsync(current, new ClientQuestions(db, frame.Id), cancel);

    /// <summary>Asks other questions along with the tabs'.</summary>
    private async Task PartsAsync(string current, ClientQuestions questions, CancellationToken cancel)
    {
        frame.Tab = current;
        var seen = tabs.Where(t => t.Permission is null || user.Has(t.Permission)).OrderBy(t => t.Order)
            .Select(tab => (Tab: tab, Count: tab.Counted(frame.Id) is { } counted ? questions.Count(counted.OrderBy(id => id).Take(CountCap)) : (int?)null)).ToList();
        await questions.AskAsync(cancel);
        var shown = new List<RecordTab>();
        foreach (var (tab, count) in seen)
        {
            var href = frame.Path + (tab.Id.Length == 0 ? "" : "/" + tab.Id) + Suffix;
            var badge = count is { } counted ? Badge(questions.Answer(counted) ?? 0) : await tab.BadgeAsync(frame.Id, cancel);
            shown.Add(new RecordTab(texts[tab.Title].Value, href, tab.Id == current, badge));
        }

        frame.Tabs = shown;
        var strips = new List<ClientCard>();
        foreach (var banner in banners.Where(b => b.Permission is null || user.Has(b.Permission)).OrderBy(b => b.Order))
        {
            if (await banner.GetAsync(frame, cancel) is { } strip)
            {
                strips.Add(strip);
            }
        }

        frame.Banners = strips;
    }

    /// <summary>What stands around the body: only for a whole page.</summary>
    public async Task FrameAsync(string current, HttpRequest request, CancellationToken cancel)
    {
        frame.ListHref = request.PathBase + "/admin/clients" + (frame.From.Length == 0 ? "" : "?" + frame.From);
        var query = QueryHelpers.ParseQuery(frame.From);
        var filter = ClientFilter.Read(query, list.Columns, out _);
        var sort = query.GetValueOrDefault("sort").ToString() is { Length: > 0 } asked && list.CanSort(asked) ? asked : ClientSort.Default;
        var rest = (current.Length == 0 ? "" : "/" + current) + Suffix;
        var questions = new ClientQuestions(db, frame.Id);
        var standing = await list.AskPlaceAsync(questions, filter, sort, Row, cancel);
        await PartsAsync(current, questions, cancel);
        if (standing?.Invoke() is { } place)
        {
            // Tabs keep their place while one goes from client to client.
            string? Beside(long? id) => id is { } client ? Page(request, client) + rest : null;
            (frame.PreviousHref, frame.NextHref) = (Beside(place.Previous), Beside(place.Next));
            frame.Position = place.IsKnown ? texts["clients.position", Said(place.At), Said(Math.Min(place.Total, ClientList.TotalCap)) + (place.IsCapped ? "+" : "")].Value : "";
        }
    }

    /// <summary>"12", "99+" from the cap on, null for none.</summary>
    private static string? Badge(long count) => count switch
    {
        0 => null,
        >= CountCap => "99+",
        _ => Said(count),
    };

    private static string Said(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Page(HttpRequest request, long id) => FormattableString.Invariant($"{request.PathBase}/admin/clients/{id}");
}
