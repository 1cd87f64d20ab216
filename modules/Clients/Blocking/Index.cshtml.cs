using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients.Blocking;

/// <summary>Blocks and unblocks; answers the client's header.</summary>
[RequirePermission(Permissions.Block)]
internal sealed class IndexModel(TenantDb db, ClientFrame frame, ClientFrameBuilder builder) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{frame.Id}"));

    public async Task<IActionResult> OnPostAsync(bool blocked, string? reason, CancellationToken cancel)
    {
        if (await db.Clients.FirstOrDefaultAsync(c => c.Id == frame.Id, cancel) is not { } client)
        {
            return NotFound();
        }

        if (reason?.Length > 300)
        {
            return StatusCode(StatusCodes.Status422UnprocessableEntity);
        }

        db.Raise(client, blocked ? client.Block(reason ?? "") : client.Unblock());
        await db.SaveChangesAsync(cancel);
        await builder.FillAsync(client.Id, Request, cancel);
        return Request.IsFragment() ? Page() : this.GoTo(FormattableString.Invariant($"/admin/clients/{frame.Id}"));
    }
}
