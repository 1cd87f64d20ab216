using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Export;

/// <summary>Starts an export of everything about a client.</summary>
[RequirePermission(Permissions.Export)]
internal sealed class IndexModel(ClientFrame client, IClientDirectory clients, ExportStart start, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public int Days { get; set; } = 7;

    [BindProperty]
    public bool WithInternalNotes { get; set; }

    /// <summary>The request that it answers.</summary>
    [BindProperty(SupportsGet = true)]
    public long? For { get; set; }

    public string Name => client.Name;

    public string Action => client.Path + "/privacy/export" + (For is { } request ? FormattableString.Invariant($"?for={request}") : "");

    public FormFooter Footer => new("privacy.export.start", client.Path + "/privacy");

    public void OnGet()
    {
        // the form as it stands
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await clients.FindAsync(client.Id, cancel) is not { } found)
        {
            return NotFound();
        }

        await start.StartAsync(found, WithInternalNotes, Days, For, cancel);
        Response.Announce("privacy-changed");
        return this.Saved(texts["privacy.export.started"].Value, For is { } request ? FormattableString.Invariant($"/admin/privacy/requests/{request}") : FormattableString.Invariant($"/admin/clients/{client.Id}/privacy"));
    }
}
