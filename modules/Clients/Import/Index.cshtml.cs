using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Operations;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Import;

/// <summary>First step: the file.</summary>
[RequirePermission(Permissions.Import), TakesFiles]
internal sealed class IndexModel(ImportUploads uploads, TenantDb db, TenantClock clock, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public IFormFile? Upload { get; set; }

    public string Action => Request.PathBase + "/admin/clients/import";

    public string ListHref => Request.PathBase + "/admin/clients";

    public string AllHref => Request.PathBase + "/admin/operations";

    public FormFooter Footer => new("clients.import.next", ListHref);

    public IReadOnlyList<RecentImport> Recent { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var mine = await db.Set<Operation>().AsNoTracking().Where(o => o.UserId == user.Id && o.Kind == ClientImport.OperationKind).OrderByDescending(o => o.Id).Take(10).ToListAsync(cancel);
        Recent = [.. mine.Select(o => new RecentImport(o.Title, $"{Request.PathBase}/admin/operations/{o.PublicId}",
            clock.ToLocal(o.CreatedUtc).ToString("g", CultureInfo.CurrentCulture) + " · " + texts["operations.progress", o.Processed.ToString("N0", CultureInfo.CurrentCulture), o.Total.ToString("N0", CultureInfo.CurrentCulture)].Value,
            o.State switch { OperationState.Succeeded => "ok", OperationState.Failed => "bad", OperationState.Cancelled or OperationState.Undone => "off", _ => "warn" },
            texts["operations.state." + o.State.ToString().ToLowerInvariant()].Value))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Upload is not { Length: > 0 })
        {
            return await RefuseAsync("clients.import.error.noFile", cancel);
        }

        ImportUpload upload;
        await using (var content = Upload.OpenReadStream())
        {
            upload = await uploads.StoreAsync(content, Upload.FileName, cancel);
        }

        try
        {
            using var table = uploads.Open(upload.Token);
        }
        catch (TableReadException unreadable)
        {
            uploads.Remove(upload.Token);
            return await RefuseAsync(unreadable.Code, cancel);
        }

        return this.GoTo("/admin/clients/import/" + upload.Token);
    }

    private async Task<IActionResult> RefuseAsync(string key, CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        ModelState.AddModelError(nameof(Upload), texts[key].Value);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}

/// <summary>An earlier import of the user.</summary>
internal sealed record RecentImport(string Title, string Href, string Detail, string Mark, string State);
