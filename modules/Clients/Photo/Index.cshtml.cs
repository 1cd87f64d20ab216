using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Photo;

/// <summary>Adds, changes and removes a client's photo.</summary>
[RequirePermission(Permissions.Edit), TakesFiles]
internal sealed class IndexModel(TenantDb db, ClientFrame frame, ClientPhotos photos, IStringLocalizer texts) : PageModel
{
    private string Back => FormattableString.Invariant($"/admin/clients/{frame.Id}");

    public void OnGet()
    {
        // draws the form
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? photo, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } client)
        {
            return NotFound();
        }

        if (photo is null)
        {
            return Refuse(new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "clients.photo.error.none"));
        }

        try
        {
            await using var content = photo.OpenReadStream();
            await photos.ShowAsync(client, await photos.StoreAsync(content, photo.Length, cancel), cancel);
        }
        catch (FileRefusedException refused)
        {
            return Refuse(refused);
        }

        await db.SaveChangesAsync(cancel);
        Response.Announce("client-changed", client.Id);
        return this.Saved(texts["clients.photo.saved"].Value, Back);
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } client)
        {
            return NotFound();
        }

        await photos.ShowAsync(client, null, cancel);
        await db.SaveChangesAsync(cancel);
        Response.Announce("client-changed", client.Id);
        return this.Saved(texts["clients.photo.removed"].Value, Back);
    }

    private Task<Client?> FindAsync(CancellationToken cancel) => db.Clients.FirstOrDefaultAsync(c => c.Id == frame.Id, cancel);

    private PageResult Refuse(FileRefusedException refused)
    {
        ModelState.AddModelError("Photo", texts[refused.Key, [.. refused.Args]].Value);
        return this.Invalid();
    }
}
