using ClientSuite.Access;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Bulk;

/// <summary>Says what a bulk action will do, and does it: up to <see cref="ClientBulk.AtOnce"/> clients at once, more as an
/// operation.</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(BulkStart start, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Verb { get; set; } = "";

    public BulkPreview Preview { get; private set; } = null!; // set before anything is drawn

    public ClientSelection Selection { get; private set; } = null!; // set before anything is drawn

    public string Question => Preview.Changes > 0 ? texts.Plural($"clients.bulk.{Verb}.ask", Preview.Changes) : texts["clients.bulk." + Verb].Value;

    /// <summary>"Ana, Beto e mais 3".</summary>
    public string Names => string.Join(", ", Preview.Names) + (Preview.Changes > Preview.Names.Count ? texts.Plural("clients.bulk.more", Preview.Changes - Preview.Names.Count) : "");

    public string Action => $"{Request.PathBase}{Request.Path}{(Selection.IsAll && Selection.Query.Length > 0 ? "?" + Selection.Query : "")}";

    public string ListHref => Request.PathBase + ListPath;

    private string ListPath => Verb == "restore" ? "/admin/clients/trash" : "/admin/clients";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => AskAsync(cancel);

    public Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel) => AskAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await RefusalAsync(cancel) is { } refusal)
        {
            return refusal;
        }

        var operation = await start.StartAsync(BulkAction.Find(Verb)!, Selection, Preview, cancel); // checked above
        if (!operation.IsOver)
        {
            return this.GoTo("/admin/operations/" + operation.PublicId);
        }

        var stayed = operation.Rejected > 0 ? " " + texts.Plural("clients.bulk.restore.same", operation.Rejected) : "";
        this.Notify(operation.Rejected > 0 ? "warn" : "ok", texts.Plural($"clients.bulk.{Verb}.did", operation.Updated) + stayed, operation.Updated > 0 ? $"{Request.PathBase}/admin/clients/bulk/undo/{operation.PublicId}" : null);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(ListPath);
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancel) => await RefusalAsync(cancel) ?? Page();

    private async Task<IActionResult?> RefusalAsync(CancellationToken cancel)
    {
        if (BulkAction.Find(Verb) is not { } action)
        {
            return NotFound();
        }

        if (await ClientSelection.ReadAsync(Request, cancel) is not { } selection)
        {
            return BadRequest();
        }

        if (!user.Has(action.Permission))
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        Selection = selection;
        Preview = await start.PreviewAsync(action, selection, cancel);
        return null;
    }
}
