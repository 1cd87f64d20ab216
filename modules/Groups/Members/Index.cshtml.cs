using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups.Members;

/// <summary>A group with its clients by name, and what can be done with them (004-96).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db, GroupCatalog catalog, IClientQueries queries, ICurrentUser user) : PageModel
{
    private const int PageSize = 50;
    private const int LastPage = 200;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Of the query alone: the route of every page has a <c>page</c> of its own.</summary>
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public ClientGroup Group { get; private set; } = null!; // set before anything is drawn

    public IReadOnlyList<ClientName> Clients { get; private set; } = [];

    public IReadOnlyList<ClientCondition> Conditions { get; private set; } = [];

    public GroupCount Count { get; private set; }

    public bool IsBroken { get; private set; }

    public string? MoreHref { get; private set; }

    public bool CanManage => user.Has(Permissions.Manage);

    public bool CanSee => user.Has(Permissions.ViewClients);

    public bool CanAssign => Group.IsStatic && CanSee && user.Has(Permissions.Assign);

    public string ListHref => Request.PathBase + GroupPaths.List;

    public string Path => Request.PathBase + GroupPaths.Of(Id);

    /// <summary>This page, for drawing it again after a change.</summary>
    public string Here => Path + Request.QueryString;

    public string ClientsHref => Request.PathBase + GroupPaths.ClientsOf(Id);

    public string RuleHref => $"{Request.PathBase}/admin/clients?{Group.Rule}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == Id, cancel) is not { } group)
        {
            return NotFound();
        }

        Group = group;
        await catalog.ReadAsync(queries, cancel);
        IsBroken = catalog.IsBroken(group);
        Conditions = group.IsStatic ? [] : await queries.InWordsAsync(group.Rule, cancel);
        Count = await catalog.CountAsync(group, cancel);
        if (!CanSee)
        {
            return Page();
        }

        var clients = catalog.Clients(group);
        if (!string.IsNullOrWhiteSpace(Q) && await queries.MatchingAsync(Searching(Q), cancel) is { } found)
        {
            clients = clients.Where(c => found.Contains(c.Id));
        }

        var page = Math.Clamp(Number, 1, LastPage);
        var read = await clients.OrderBy(c => c.NameSort).ThenBy(c => c.Id).SkipVarying((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(cancel);
        Clients = [.. read.Take(PageSize)];
        MoreHref = read.Count <= PageSize ? null : page == LastPage ? ClientsHref : FormattableString.Invariant($"{Path}?q={Uri.EscapeDataString(Q ?? "")}&page={page + 1}");
        return Page();
    }

    internal static string Searching(string words) => "q=" + Uri.EscapeDataString(words);
}
