using ClientSuite.Access;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Comments;

/// <summary>The comments of any record: the fragment on its page, and a page of its own without script.</summary>
[RequirePermission(Permissions.View), TakesFiles]
internal sealed class IndexModel(NoteOwners owners, NoteRecords records, NoteThreads threads, NoteFiles files, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "type")]
    public string Type { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "record")]
    public long Record { get; set; }

    /// <summary>The comment that the form changes; null adds one.</summary>
    [BindProperty(SupportsGet = true, Name = "edit")]
    public long? Edited { get; set; }

    /// <summary>Shows those before this one; null shows the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public long? Before { get; set; }

    [BindProperty]
    public CommentForm Form { get; set; } = new();

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    [BindProperty]
    public long[] Removed { get; set; } = [];

    public CommentThread Thread { get; private set; } = null!; // set before the page is drawn

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await OwnerAsync(cancel) is not { } owner)
        {
            return NotFound();
        }

        ModelState.Clear(); // nothing was posted
        Form = Edited is { } number && await records.FindAsync<Comment>(owner, number, inTrash: false, cancel) is { } comment ? CommentForm.Of(comment) : new();
        return await DrawAsync(owner, keepsTyped: true, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!user.Has(Permissions.Edit))
        {
            return Forbid();
        }

        if (await OwnerAsync(cancel) is not { } owner || await CommentAsync(owner, cancel) is not { } comment)
        {
            return NotFound();
        }

        if (ModelState.IsValid && await SaveAsync(comment, owner, cancel))
        {
            this.Notify("ok", texts["notes.saved"].Value);
            if (!Request.IsFragment())
            {
                return this.GoTo(owner.ThreadPath);
            }

            ModelState.Clear();
            (Form, Edited, Removed) = (new(), null, []);
            return await DrawAsync(owner, keepsTyped: false, cancel);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await DrawAsync(owner, keepsTyped: false, cancel);
    }

    public Task<IActionResult> OnPostDeleteAsync(long number, CancellationToken cancel) => TrashAsync(number, isIn: true, cancel);

    public Task<IActionResult> OnPostRestoreAsync(long number, CancellationToken cancel) => TrashAsync(number, isIn: false, cancel);

    private Task<NoteOwner?> OwnerAsync(CancellationToken cancel) => owners.FindAsync(Type, Record, cancel);

    private async Task<Comment?> CommentAsync(NoteOwner owner, CancellationToken cancel) =>
        Edited is { } number ? await records.FindAsync<Comment>(owner, number, inTrash: false, cancel) : owner.NewComment();

    private async Task<bool> SaveAsync(Comment comment, NoteOwner owner, CancellationToken cancel)
    {
        // The thread's form does not ask who may see a comment and whether it stands out: what was said of that elsewhere stays.
        var form = Edited is null ? Form : Form with { IsPrivate = comment.IsPrivate, IsHighlighted = comment.IsHighlighted };
        try
        {
            if (await files.WithAsync(Files, drafts => records.SaveAsync(comment, owner, form, new FileChanges(drafts, Removed), cancel), cancel))
            {
                return true;
            }

            ModelState.AddModelError("", texts["notes.conflict"].Value);
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError(nameof(Files), texts[refused.Key, [.. refused.Args]].Value);
        }

        return false;
    }

    private async Task<IActionResult> TrashAsync(long number, bool isIn, CancellationToken cancel)
    {
        if (!user.Has(Permissions.Edit))
        {
            return Forbid();
        }

        if (await OwnerAsync(cancel) is not { } owner || await records.FindAsync<Comment>(owner, number, inTrash: !isIn, cancel) is not { } comment)
        {
            return NotFound();
        }

        await records.TrashAsync(comment, isIn, cancel);
        if (isIn)
        {
            this.Notify("ok", texts["notes.deleted"].Value, Request.PathBase + owner.ThreadPath + FormattableString.Invariant($"&handler=Restore&number={number}"));
        }
        else
        {
            Response.Announce("comments-changed"); // the toast's button has no place of its own in the thread
        }

        if (!Request.IsFragment())
        {
            return this.GoTo(owner.ThreadPath);
        }

        if (!isIn)
        {
            return new NoContentResult();
        }

        Edited = Edited == number ? null : Edited;
        return await OnGetAsync(cancel);
    }

    private async Task<IActionResult> DrawAsync(NoteOwner owner, bool keepsTyped, CancellationToken cancel)
    {
        Thread = await threads.ReadAsync(owner, Form, Edited, Removed, Before, cancel) with { KeepsTyped = keepsTyped };
        return Request.IsFragment() ? Partial("_Thread", Thread) : Page();
    }
}
