using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Anonymizing;

/// <summary>Makes a client nobody's, after its name or number was typed.</summary>
[RequirePermission(Permissions.Anonymize)]
internal sealed class IndexModel(ClientFrame client, IClientDirectory clients, AnonymizationStart start, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public string? Typed { get; set; }

    /// <summary>The request that asks for it.</summary>
    [BindProperty(SupportsGet = true)]
    public long? For { get; set; }

    public string Name => client.Name;

    public IReadOnlyList<AnonymizationObstacle> Obstacles { get; private set; } = [];

    public string Action => client.Path + "/privacy/anonymize" + (For is { } request ? FormattableString.Invariant($"?for={request}") : "");

    public FormFooter Footer => new("privacy.anonymize", client.Path + "/privacy") { Danger = true };

    public async Task OnGetAsync(CancellationToken cancel) => Obstacles = await start.ObstaclesAsync(client.Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await clients.FindAsync(client.Id, cancel) is not { } found)
        {
            return NotFound();
        }

        if (!AnonymizationStart.IsConfirmed(found, Typed))
        {
            ModelState.AddModelError(nameof(Typed), texts["privacy.anonymize.confirm.wrong"].Value);
            return this.Invalid();
        }

        Obstacles = await start.ObstaclesAsync(client.Id, cancel);
        if (Obstacles.Count > 0)
        {
            return this.Invalid();
        }

        var begun = await start.StartAsync(found, For, cancel);
        Response.Announce("privacy-changed");
        return this.Saved(texts["privacy.anonymize.started"].Value, "/admin/operations/" + begun.OperationId);
    }
}
