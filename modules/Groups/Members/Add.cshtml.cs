using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Members;

/// <summary>Finds clients that are not in a static group and puts those ticked into it.</summary>
[RequirePermission(Permissions.Assign)]
internal sealed class AddModel(TenantDb db, GroupMembers members, GroupCatalog catalog, IClientDirectory clients, IClientQueries queries, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    private const int Most = 12;

    private ClientGroup _group = null!; // set before anything is drawn

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<long> Ids { get; set; } = [];

    public IReadOnlyList<ClientName> Found { get; private set; } = [];

    public string Name => _group.Name;

    public string BackHref => Request.PathBase + GroupPaths.Of(Id);

    public string Path => BackHref + "/add";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel) || !user.Has(Permissions.ViewClients))
        {
            return NotFound();
        }

        var there = catalog.Members(_group);
        var all = clients.Names(db).Where(c => !c.IsDeleted && !there.Contains(c.Id));
        if (!string.IsNullOrWhiteSpace(Q) && await queries.MatchingAsync(IndexModel.Searching(Q), cancel) is { } found)
        {
            all = all.Where(c => found.Contains(c.Id) && !Ids.Contains(c.Id));
        }

        // Those ticked before stay while one looks for more.
        var ticked = Ids.Count == 0 ? [] : await clients.Names(db).Where(c => Ids.Contains(c.Id)).OrderBy(c => c.NameSort).ToListAsync(cancel);
        Found = [.. ticked, .. (await all.OrderByDescending(c => c.Id).Take(Most).ToListAsync(cancel)).Where(c => !Ids.Contains(c.Id))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var added = await members.AddAsync(_group, Ids, cancel);
        Response.Announce("group-changed", Id);
        return this.Saved(texts.Plural("groups.members.added", added, _group.Name), GroupPaths.Of(Id));
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == Id && g.Kind == GroupKind.Static, cancel) is not { } group)
        {
            return false;
        }

        _group = group;
        return true;
    }
}
