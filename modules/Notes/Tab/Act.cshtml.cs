using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

/// <summary>The switches of a line: pin, highlight, activate, to the trash and back.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class ActModel(TenantDb db, ClientFrame client, NoteRecords records, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/notes"));

    public async Task<IActionResult> OnPostAsync(string what, long number, string act, CancellationToken cancel)
    {
        var inTrash = act == "restore";
        ContentItem? record = what switch
        {
            "notes" => await records.FindAsync<InternalNote>(new NoteOwner(client.Id), number, inTrash, cancel),
            "comments" => await records.FindAsync<Comment>(new NoteOwner(client.Id), number, inTrash, cancel),
            "alerts" => await records.FindAsync<ClientAlert>(new NoteOwner(client.Id), number, inTrash, cancel),
            _ => null,
        };
        switch (record, act)
        {
            case (InternalNote note, "pin"):
                note.IsPinned = !note.IsPinned;
                break;
            case (Comment comment, "highlight"):
                comment.IsHighlighted = !comment.IsHighlighted;
                break;
            case (ClientAlert alert, "activate"):
                alert.IsActive = !alert.IsActive;
                break;
            case ({ } gone, "delete"):
                await records.TrashAsync(gone, isIn: true, cancel);
                this.Notify("ok", texts["notes.deleted"].Value, FormattableString.Invariant($"{client.Path}/notes/{what}/{number}/restore"));
                break;
            case ({ } back, "restore"):
                await records.TrashAsync(back, isIn: false, cancel);
                break;
            default:
                return NotFound();
        }

        await db.SaveChangesAsync(cancel);
        Response.Announce("notes-changed", client.Id);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/notes?show={what}"));
    }
}
