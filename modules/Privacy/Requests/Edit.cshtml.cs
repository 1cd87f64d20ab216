using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Requests;

/// <summary>Registers a request, or changes one.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class EditModel(TenantDb db, RequestDesk desk, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int MostPeople = 200;

    /// <summary>The request; null adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Number { get; set; }

    [BindProperty]
    public RequestForm Form { get; set; } = new();

    public IReadOnlyList<SelectListItem> Types => [.. Enum.GetValues<RequestType>().Select(t => new SelectListItem(texts["privacy.type." + t].Value, t.ToString()))];

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public string Action => Request.PathBase + RequestListPage.Path + "/edit" + (Number is { } number ? FormattableString.Invariant($"?number={number}") : "");

    public FormFooter Footer => new("privacy.request.save", Request.PathBase + RequestListPage.Path);

    public async Task<IActionResult> OnGetAsync(long? client, CancellationToken cancel)
    {
        if (Number is not { } number)
        {
            Form = new RequestForm { ClientId = client, ReceivedOn = clock.Today };
        }
        else if (await db.DataRequests.FirstOrDefaultAsync(r => r.Id == number, cancel) is { } request)
        {
            Form = RequestForm.Of(request);
        }
        else
        {
            return NotFound();
        }

        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var request = Number is { } number ? await db.DataRequests.FirstOrDefaultAsync(r => r.Id == number, cancel) : new DataRequest();
        if (request is null)
        {
            return NotFound();
        }

        await ShowAsync(cancel);
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            if (!await desk.SaveAsync(request, Form, cancel))
            {
                ModelState.AddModelError("", texts["privacy.conflict"].Value);
                Response.StatusCode = StatusCodes.Status412PreconditionFailed;
                return Page();
            }
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule(nameof(Form), broken, texts);
            return this.Invalid();
        }

        Response.Announce("privacy-changed");
        Response.Announce("list-changed");
        return this.Saved(texts["privacy.request.saved"].Value, RequestListPage.Path + FormattableString.Invariant($"/{request.Id}"));
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        var people = await db.Set<User>().AsNoTracking().Where(u => u.IsEnabled).OrderBy(u => u.FullName).ThenBy(u => u.Id).Take(MostPeople).Select(u => new { u.Id, u.FullName, u.UserName }).ToListAsync(cancel);
        People = [new("", ""), .. people.Select(p => new SelectListItem(p.FullName.Length > 0 ? p.FullName : p.UserName, p.Id.ToString(CultureInfo.InvariantCulture)))];
    }
}
