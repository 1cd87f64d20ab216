using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

/// <summary>Adds or changes a record of the tab, in the dialog or as a page.</summary>
[TakesFiles]
internal abstract class EditPage<TRecord, TForm>(ClientFrame client, NoteRecords records, NoteFiles files, IStringLocalizer texts) : PageModel
    where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
{
    private IEnumerable<AttachmentRow> _has = [];

    /// <summary>The record; null adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Number { get; set; }

    public abstract TForm Form { get; set; }

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    /// <summary>Attachments to be removed.</summary>
    [BindProperty]
    public long[] Removed { get; set; } = [];

    public FileFields FileFields => new(_has, Removed) { Hint = FilesHint };

    public string BackHref => $"{client.Path}/notes?show={What}";

    public string Action => FormattableString.Invariant($"{client.Path}/notes/{What}/edit") + (Number is { } number ? FormattableString.Invariant($"?number={number}") : "");

    protected abstract string What { get; }

    protected abstract TRecord New(long clientId);

    protected abstract TForm Read(TRecord record);

    /// <summary>False leaves posted files alone.</summary>
    protected virtual bool TakesFiles => true;

    /// <summary>Text key that says who sees the files.</summary>
    protected virtual string FilesHint => "notes.field.files.hint";

    private NoteOwner Owner => new(client.Id);

    /// <summary>Reads what the form says besides.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        if (Number is not { } number)
        {
            return Page();
        }

        if (await records.FindAsync<TRecord>(Owner, number, inTrash: false, cancel) is not { } record)
        {
            return NotFound();
        }

        Form = Read(record);
        return await DrawAsync(record, StatusCodes.Status200OK, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        var record = Number is { } number ? await records.FindAsync<TRecord>(Owner, number, inTrash: false, cancel) : New(client.Id);
        if (record is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await DrawAsync(record, StatusCodes.Status422UnprocessableEntity, cancel);
        }

        try
        {
            if (!await files.WithAsync(TakesFiles ? Files : [], drafts => records.SaveAsync(record, Owner, Form, new FileChanges(drafts, Removed), cancel), cancel))
            {
                ModelState.AddModelError("", texts["notes.conflict"].Value);
                return await DrawAsync(record, StatusCodes.Status412PreconditionFailed, cancel);
            }
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError(nameof(Files), texts[refused.Key, [.. refused.Args]].Value);
            return await DrawAsync(record, StatusCodes.Status422UnprocessableEntity, cancel);
        }

        Response.Announce("notes-changed", client.Id);
        return this.Saved(texts["notes.saved"].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/notes?show={What}"));
    }

    private async Task<PageResult> DrawAsync(TRecord record, int status, CancellationToken cancel)
    {
        _has = TakesFiles && Number is not null ? (await files.OfAsync([record.Id], Request.PathBase, cancel))[record.Id] : [];
        Response.StatusCode = status;
        return Page();
    }
}
