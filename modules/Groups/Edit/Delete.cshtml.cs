using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Edit;

/// <summary>To the trash, after saying how many clients are in it; its clients stay where they are.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class DeleteModel(TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public ClientGroup Group { get; private set; } = null!; // set before anything is drawn

    public string Detail { get; private set; } = "";

    public string Action => Request.PathBase + GroupPaths.Of(Id) + "/delete";

    public string BackHref => Request.PathBase + GroupPaths.List;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } group)
        {
            return NotFound();
        }

        await catalog.ReadAsync(queries, cancel);
        var count = await catalog.CountAsync(group, cancel);
        Group = group;
        Detail = texts.Plural("groups.delete.detail", count.Count, count.Text);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } group)
        {
            return NotFound();
        }

        await records.TrashAsync(group, cancel);
        this.Notify("ok", texts["groups.deleted.did", group.Name].Value, Request.PathBase + GroupPaths.Of(Id) + "/restore");
        Response.Announce("list-changed", "client-groups");
        return Request.IsFragment() && Request.Query["to"] != "list" ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(GroupPaths.List);
    }

    private Task<ClientGroup?> FindAsync(CancellationToken cancel) => db.Groups.FirstOrDefaultAsync(g => g.Id == Id, cancel);
}
