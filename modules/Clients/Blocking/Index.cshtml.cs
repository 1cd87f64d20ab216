using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Outbox;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Blocking;

/// <summary>Blocks and unblocks; answers the client's header.</summary>
[RequirePermission(Permissions.Block)]
internal sealed class IndexModel(TenantDb db, ClientFrame frame, ClientFrameBuilder builder, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{frame.Id}"));

    public async Task<IActionResult> OnPostAsync(bool blocked, string? reason, CancellationToken cancel)
    {
        if (await db.Clients.FirstOrDefaultAsync(c => c.Id == frame.Id, cancel) is not { } client)
        {
            return NotFound();
        }

        // As the form keeps it: a later change of something else must not look like one of the reason.
        if (!TextCleaning.TryClean(reason?.ReplaceLineEndings(" "), out var why) || why.Length > 300)
        {
            return StatusCode(StatusCodes.Status422UnprocessableEntity);
        }

        var back = blocked ? "?blocked=false" : "?blocked=true&reason=" + Uri.EscapeDataString(client.BlockedReason);
        if ((blocked ? (IEvent?)client.Block(why) : client.Unblock()) is { } happened)
        {
            db.Raise(client, happened);
            await db.SaveChangesAsync(cancel);
            this.Notify("ok", texts[blocked ? "clients.blocked.done" : "clients.unblocked.done", client.TradeName].Value, FormattableString.Invariant($"{Request.PathBase}/admin/clients/{client.Id}/block") + back);
        }

        await builder.FillAsync(client.Id, Request, cancel);
        return Request.IsFragment() ? Page() : this.GoTo(FormattableString.Invariant($"/admin/clients/{frame.Id}"));
    }
}
