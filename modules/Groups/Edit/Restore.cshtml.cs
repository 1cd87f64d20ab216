using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Edit;

/// <summary>Back from the trash with its clients.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class RestoreModel(TenantDb db, GroupRecords records, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(GroupPaths.List + "?deleted=yes");

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (await db.Groups.IgnoreQueryFilters([TenantDb.TrashFilter]).FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
        {
            return NotFound();
        }

        await records.RestoreAsync(group, cancel);
        this.Notify("ok", texts["groups.restored", group.Name].Value);
        Response.Announce("list-changed", "client-groups");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(GroupPaths.List);
    }
}
