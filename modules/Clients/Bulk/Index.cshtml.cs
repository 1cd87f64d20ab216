using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Bulk;

/// <summary>Asks what a bulk action needs, says what it will do, and does it: up to <see cref="ClientBulk.AtOnce"/> clients at once, more
/// as an operation.</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(BulkTasks tasks, BulkStart start, ClientList list, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    /// <summary>Sent once what the action needs was entered.</summary>
    private const string Entered = "entered";

    [BindProperty(SupportsGet = true)]
    public string Verb { get; set; } = "";

    /// <summary>What will happen; null while the action still asks.</summary>
    public BulkPreview? Preview { get; private set; }

    public BulkTask Task { get; private set; } = null!; // set with the preview

    /// <summary>What the action asks; null once that was entered.</summary>
    public ClientBulkForm? Form { get; private set; }

    public string? Error { get; private set; }

    public ClientSelection Selection { get; private set; } = null!; // set before anything is drawn

    /// <summary>What was entered, to be sent again with the answer.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private set; } = new Dictionary<string, string>();

    public string TextPrefix => tasks.TextsOf(Verb);

    public string Question => Preview is { Changes: > 0 } ? texts.Plural(TextPrefix + ".ask", Preview.Changes, Task.Subject) : texts[TextPrefix].Value;

    /// <summary>"Ana, Beto e mais 3".</summary>
    public string Names => Preview is null ? "" : string.Join(", ", Preview.Names) + (Preview.Changes > Preview.Names.Count ? texts.Plural("clients.bulk.more", Preview.Changes - Preview.Names.Count) : "");

    public string Action => $"{Request.PathBase}{Request.Path}{(Selection.IsAll && Selection.Query.Length > 0 ? "?" + Selection.Query : "")}";

    public string PreviewAction => $"{Request.PathBase}{Request.Path}?handler=Preview{(Selection.IsAll && Selection.Query.Length > 0 ? "&" + Selection.Query : "")}";

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

        if (Preview is null)
        {
            return Shown();
        }

        var operation = await start.StartAsync(Task, Selection, Preview, cancel);
        if (!operation.IsOver)
        {
            return this.GoTo("/admin/operations/" + operation.PublicId);
        }

        var stayed = operation.Rejected > 0 ? " " + texts.Plural("clients.bulk.restore.same", operation.Rejected) : "";
        this.Notify(operation.Rejected > 0 ? "warn" : "ok", texts.Plural(TextPrefix + ".did", operation.Updated, Task.Subject) + stayed, Task.CanUndo && operation.Updated > 0 ? $"{Request.PathBase}/admin/clients/bulk/undo/{operation.PublicId}" : null);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(ListPath);
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancel) => await RefusalAsync(cancel) ?? Shown();

    private PageResult Shown() => Error is null ? Page() : this.Invalid();

    private async Task<IActionResult?> RefusalAsync(CancellationToken cancel)
    {
        if (tasks.PermissionOf(Verb) is not { } permission)
        {
            return NotFound();
        }

        if (await ClientSelection.ReadAsync(Request, cancel) is not { } selection)
        {
            return BadRequest();
        }

        if (!user.Has(permission))
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (selection.Problem(list) is { } unreadable)
        {
            this.Notify("bad", ClientListFilters.Say(unreadable, texts));
            return BadRequest();
        }

        Selection = selection;
        Values = Request.HasFormContentType
            ? (await Request.ReadFormAsync(cancel)).Where(f => f.Key is not ("ids" or "all" or "except" or Entered or "__RequestVerificationToken")).ToDictionary(f => f.Key, f => f.Value[0] ?? "", StringComparer.OrdinalIgnoreCase) // a ticked box comes with its hidden "false" behind it
            : new Dictionary<string, string>();
        var form = await tasks.AskAsync(Verb, Values, cancel);
        if (form is not null && (!Request.HasFormContentType || Request.Form[Entered] != "true"))
        {
            Form = form;
            return null;
        }

        try
        {
            Task = await tasks.ReadAsync(Verb, Values, cancel);
        }
        catch (RuleBrokenException wrong)
        {
            (Form, Error) = (form, texts[wrong.Key, [.. wrong.Args]].Value);
            if (wrong.Field is { Length: > 0 } field)
            {
                ModelState.AddModelError(field, Error);
            }

            return null;
        }

        Preview = await start.PreviewAsync(Task, selection, cancel);
        return null;
    }
}
