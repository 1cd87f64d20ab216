using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Web;
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

        await SaveAsync(db, purpose, Form, clock.UtcNow, cancel);
        Response.Announce("privacy-changed");
        return this.Saved(texts["privacy.purpose.saved"].Value, Path);
    }

    /// <summary>Saves a purpose, new or not, with its words where they changed.</summary>
    public static async Task SaveAsync(TenantDb db, ConsentPurpose purpose, PurposeForm form, DateTime now, CancellationToken cancel)
    {
        if (purpose.Id == 0)
        {
            db.Add(purpose); // gives its id, which the words refer to
        }

        if (form.Apply(purpose, now) is { } words)
        {
            db.Add(words);
        }

        await db.SaveChangesAsync(cancel);
    }

    private Task<ConsentPurpose?> FindAsync(CancellationToken cancel) => db.Purposes.FirstOrDefaultAsync(p => p.Id == Number, cancel);
}
