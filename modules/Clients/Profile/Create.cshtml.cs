using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Profile;

[RequirePermission(Permissions.Edit), TakesFiles]
internal sealed class CreateModel(TenantDb db, TenantClock clock, SameDocument documents, ClientPhotos photos, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public ClientForm Form { get; set; } = new();

    public string Action => Request.PathBase + "/admin/clients/new";

    public ClientFormView View => new(Form, ClientForm.Asked, Request.PathBase + "/admin/clients/new/duplicates", Request.PathBase + AddressOfPostalCode.Path) { AsksBlock = user.Has(Permissions.Block) };

    public FormFooter Footer => new("clients.add", Request.PathBase + "/admin/clients");

    public void OnGet() => Form = new ClientForm { PersonKind = "natural", NewId = PublicId.New(TimeProvider.System), Country = "BR" };

    public async Task<IActionResult> OnPostAsync(IFormFile? photo, CancellationToken cancel)
    {
        var details = Form.Read(ClientForm.Asked, clock.Today, out var problems);
        problems.Show(ModelState, texts);
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        if (details.Blocked && !user.Has(Permissions.Block))
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await WasCreatedAsync(cancel) is { } earlier)
        {
            return Done(earlier);
        }

        StoredPhoto? shown = null;
        if (photo is not null)
        {
            try
            {
                await using var content = photo.OpenReadStream();
                shown = await photos.StoreAsync(content, photo.Length, cancel);
            }
            catch (FileRefusedException refused)
            {
                ModelState.AddModelError("Photo", texts[refused.Key, [.. refused.Args]].Value);
                return this.Invalid();
            }
        }

        var client = db.AddClient(details, PublicId.IsValid(Form.NewId) ? Form.NewId : null);
        client.ShowPhoto(shown?.Key ?? "");
        try
        {
            if (await documents.SaveAsync(details.TaxId, cancel) is { } taken)
            {
                new[] { taken with { Field = nameof(ClientForm.TaxId) } }.Show(ModelState, texts);
                return this.Invalid();
            }
        }
        catch (DbUpdateException) when (PublicId.IsValid(Form.NewId))
        {
            // The same form, posted twice at once: the unique public id lets one through.
            return await WasCreatedAsync(cancel) is { } first ? Done(first) : throw new RuleBrokenException("clients.error.notSaved");
        }

        return Done(client.TradeName);
    }

    private async Task<string?> WasCreatedAsync(CancellationToken cancel) => PublicId.IsValid(Form.NewId)
        ? await db.Clients.AsNoTracking().Where(c => c.ContentItemId == Form.NewId).Select(c => c.TradeName).FirstOrDefaultAsync(cancel)
        : null;

    private IActionResult Done(string name)
    {
        this.Notify("ok", texts["clients.added", name].Value);
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin/clients");
        }

        return StatusCode(StatusCodes.Status204NoContent);
    }
}
