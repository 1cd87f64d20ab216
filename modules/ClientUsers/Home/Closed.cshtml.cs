using ClientSuite.Access;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Home;

/// <summary>All that a disabled user, or one of a blocked client, sees (003-69, 003-70, 003-10).</summary>
[SignedIn]
internal sealed class ClosedModel(PortalGate gate, ICurrentUser me, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    public string Message { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (me.Has(PortalAccess.Enter))
        {
            return this.GoTo(PortalAccess.Path);
        }

        Message = gate.State is AccountState.Suspended or AccountState.NoPlan
            ? texts["clientusers.message.noPage"].Value
            : (await settings.GetAsync(cancel)).Message(gate.State, texts) ?? "";
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Page();
    }
}
