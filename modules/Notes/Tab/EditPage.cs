using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

/// <summary>Adds or changes a record of the tab, in the dialog or as a page.</summary>
internal abstract class EditPage<TRecord, TForm>(ClientFrame client, NoteRecords records, IStringLocalizer texts) : PageModel
    where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
{
    /// <summary>The record; null adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Number { get; set; }

    public abstract TForm Form { get; set; }

    public string BackHref => $"{client.Path}/notes?show={What}";

    public string Action => FormattableString.Invariant($"{client.Path}/notes/{What}/edit") + (Number is { } number ? FormattableString.Invariant($"?number={number}") : "");

    protected abstract string What { get; }

    protected abstract TRecord New(long clientId);

    protected abstract TForm Read(TRecord record);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Number is not { } number)
        {
            return Page();
        }

        if (await records.FindAsync<TRecord>(client.Id, number, inTrash: false, cancel) is not { } record)
        {
            return NotFound();
        }

        Form = Read(record);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var record = Number is { } number ? await records.FindAsync<TRecord>(client.Id, number, inTrash: false, cancel) : New(client.Id);
        if (record is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        if (!await records.SaveAsync(record, Form, cancel))
        {
            ModelState.AddModelError("", texts["notes.conflict"].Value);
            Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return Page();
        }

        Response.Announce("notes-changed", client.Id);
        return this.Saved(texts["notes.saved"].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/notes?show={What}"));
    }
}
