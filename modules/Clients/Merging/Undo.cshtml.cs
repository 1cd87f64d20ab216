using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Merging;

/// <summary>Parts two clients that became one.</summary>
[RequirePermission(Permissions.Merge)]
internal sealed class UndoModel(TenantDb db, ClientMerging merging, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo("/admin/clients/merges");

    public async Task<IActionResult> OnPostAsync(long number, CancellationToken cancel)
    {
        if (await db.Merges.FirstOrDefaultAsync(m => m.Id == number, cancel) is not { } merge)
        {
            return NotFound();
        }

        var back = await merging.UndoAsync(merge, cancel);
        this.Notify("ok", texts["clients.parted", back.TradeName].Value);
        return this.GoTo(FormattableString.Invariant($"/admin/clients/{back.Id}"));
    }
}
