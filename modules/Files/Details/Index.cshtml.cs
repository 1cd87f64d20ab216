using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Details;

/// <summary>A document: a look at it, what is known, its versions.</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, DocumentIntake intake, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public Document Document { get; private set; } = null!; // set by every handler that draws

    public IReadOnlyList<(string Label, string Value)> Facts { get; private set; } = [];

    public IReadOnlyList<VersionRow> Versions { get; private set; } = [];

    public bool CanEdit => user.Has(Permissions.Edit);

    public bool IsImage => FileTypes.IsImage(Document.ContentType);

    public bool IsPdf => Document.ContentType == FileTypes.Pdf;

    public string Icon => FileIcons.Of(Document.ContentType);

    public string Path => string.Create(CultureInfo.InvariantCulture, $"{client.Path}/documents/{Document.Id}");

    /// <summary>The version is in the address, so that a new one is not taken from the browser's cache.</summary>
    public string ViewHref => string.Create(CultureInfo.InvariantCulture, $"{Path}/view?version={Document.Number}");

    public string VersionHref => string.Create(CultureInfo.InvariantCulture, $"{client.Path}/documents/upload?document={Document.Id}");

    public Task<IActionResult> OnGetAsync(long document, CancellationToken cancel) => DrawAsync(document, cancel);

    public async Task<IActionResult> OnPostRevertAsync(long document, int number, CancellationToken cancel)
    {
        if (!CanEdit)
        {
            return Forbid();
        }

        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == document && d.ClientId == client.Id, cancel) is not { } found
            || await db.DocumentVersions.AsNoTracking().FirstOrDefaultAsync(v => v.DocumentId == document && v.Number == number, cancel) is not { } version)
        {
            return NotFound();
        }

        await intake.RevertAsync(found, version, cancel);
        this.Notify("ok", texts["files.version.reverted", number].Value);
        Response.Announce("documents-changed");
        return Request.IsFragment() ? await DrawAsync(document, cancel) : this.GoTo(string.Create(CultureInfo.InvariantCulture, $"/admin/clients/{client.Id}/documents/{document}"));
    }

    private async Task<IActionResult> DrawAsync(long id, CancellationToken cancel)
    {
        if (await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id && d.ClientId == client.Id, cancel) is not { } document)
        {
            return NotFound();
        }

        Document = document;
        var versions = await db.DocumentVersions.AsNoTracking().Where(v => v.DocumentId == id).OrderByDescending(v => v.Number).ToListAsync(cancel);
        Versions = [.. versions.Select(v => new VersionRow(v.Number, v.Number == document.Number, string.Join(" · ", new[] { FileSizes.Text(v.SizeBytes), clock.DayAndTime(v.CreatedUtc), v.UserName }.Where(p => p.Length > 0))))];
        Facts =
        [
            (texts["files.field.folder"].Value, document.Folder.Length == 0 ? "—" : document.Folder),
            (texts["files.field.category"].Value, document.Category.Length == 0 ? "—" : document.Category),
            (texts["files.field.contentType"].Value, DocumentKinds.Of(document.ContentType, texts)),
            (texts["files.field.size"].Value, FileSizes.Text(document.SizeBytes)),
            (texts["files.field.created"].Value, clock.DayAndTime(document.CreatedUtc)),
        ];
        return Page();
    }
}

/// <summary>A version as the dialog shows it.</summary>
internal sealed record VersionRow(int Number, bool IsNewest, string Detail);
