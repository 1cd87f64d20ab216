using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Privacy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>What the pages download and show of notes: for who may read the note, and its record where it is about one.</summary>
internal static class AttachmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/admin/notes/files/{file:long}").RequireAuthorization(new RequirePermissionAttribute(Permissions.View)).ExcludeFromDescription();
        files.MapGet("/", KeepAsync);
        files.MapGet("/view", ShowAsync);
    }

    private static async Task<IResult> KeepAsync(long file, HttpContext context, TenantDb db, NoteOwners owners, NoteFiles files, IAccessLog access, CancellationToken cancel) =>
        await FindAsync(file, db, owners, access, cancel) is { } found ? FileAnswers.Keep(context, await files.OpenAsync(found, cancel), found.Name, found.ContentType, found.Sha256) : Problems.NotFound(context);

    private static async Task<IResult> ShowAsync(long file, HttpContext context, TenantDb db, NoteOwners owners, NoteFiles files, IAccessLog access, CancellationToken cancel) =>
        await FindAsync(file, db, owners, access, cancel) is { } found && FileTypes.CanPreview(found.ContentType)
            ? FileAnswers.Show(context, await files.OpenAsync(found, cancel), found.Name, found.ContentType, found.Sha256)
            : Problems.NotFound(context);

    private static async Task<Attachment?> FindAsync(long id, TenantDb db, NoteOwners owners, IAccessLog access, CancellationToken cancel)
    {
        if (await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } file)
        {
            return null;
        }

        var about = await db.Notes.Where(n => n.Id == file.RecordId).Select(n => new NoteOwner(n.ClientId)).FirstOrDefaultAsync(cancel)
            ?? await db.Comments.Where(c => c.Id == file.RecordId).Select(c => new NoteOwner(c.ClientId) { RecordType = c.RecordType, RecordId = c.RecordId }).FirstOrDefaultAsync(cancel);
        if (about is null || await owners.FindAsync(about, cancel) is null)
        {
            return null; // in the trash, or nobody's business
        }

        if (file.ClientId != 0)
        {
            access.Note(file.ClientId, AccessKind.Download, "notes");
        }

        return file;
    }
}
