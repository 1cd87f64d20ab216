using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Members;

/// <summary>Takes a client out of a static group, and puts it back from the toast.</summary>
[RequirePermission(Permissions.Assign)]
internal sealed class RemoveModel(TenantDb db, GroupMembers members, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet(long id) => this.GoTo(GroupPaths.Of(id));

    public async Task<IActionResult> OnPostAsync(long id, long client, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } group)
        {
            return NotFound();
        }

        await members.RemoveAsync(group, [client], cancel);
        this.Notify("ok", texts["groups.members.removed", group.Name].Value, FormattableString.Invariant($"{Request.PathBase}{GroupPaths.Of(id)}/remove?handler=Back&client={client}"));
        return Done(id);
    }

    public async Task<IActionResult> OnPostBackAsync(long id, long client, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } group)
        {
            return NotFound();
        }

        await members.AddAsync(group, [client], cancel);
        return Done(id);
    }

    private Task<ClientGroup?> FindAsync(long id, CancellationToken cancel) => db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel);

    private IActionResult Done(long id)
    {
        Response.Announce("group-changed", id);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(GroupPaths.Of(id));
    }
}
