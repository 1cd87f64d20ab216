using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Purposes;

/// <summary>Adds a purpose or changes one; changed words are a new version.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class EditModel(TenantDb db, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const string Path = "/admin/privacy/purposes";

    /// <summary>The purpose; null adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Number { get; set; }

    [BindProperty]
    public PurposeForm Form { get; set; } = new();

    public string Action => Request.PathBase + Path + "/edit" + (Number is { } number ? FormattableString.Invariant($"?number={number}") : "");

    public FormFooter Footer => new("privacy.purpose.save", Request.PathBase + Path);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Number is not null)
        {
            if (await FindAsync(cancel) is not { } purpose)
            {
                return NotFound();
            }

            Form = PurposeForm.Of(purpose);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var purpose = Number is null ? new ConsentPurpose() : await FindAsync(cancel);
        if (purpose is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        if (!await SaveAsync(db, purpose, Form, clock.UtcNow, cancel))
        {
            ModelState.AddModelError("", texts["privacy.conflict"].Value);
            Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return Page();
        }

        Response.Announce("privacy-changed");
        return this.Saved(texts["privacy.purpose.saved"].Value, Path);
    }

    /// <summary>Saves a purpose, new or not, with its words where they changed; false where somebody else saved it since the form was read.</summary>
    public static async Task<bool> SaveAsync(TenantDb db, ConsentPurpose purpose, PurposeForm form, DateTime now, CancellationToken cancel)
    {
        if (purpose.Id == 0)
        {
            db.Add(purpose); // gives its id, which the words refer to
        }
        else if (form.Version != 0 && form.Version != purpose.Version)
        {
            return false;
        }

        if (form.Apply(purpose, now) is { } words)
        {
            db.Add(words);
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }

    private Task<ConsentPurpose?> FindAsync(CancellationToken cancel) => db.Purposes.FirstOrDefaultAsync(p => p.Id == Number, cancel);
}
