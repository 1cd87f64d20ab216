using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Privacy.Tab;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Requests;

/// <summary>One request: what was asked, what was done.</summary>
[RequirePermission(Permissions.View)]
internal sealed class DetailsModel(TenantDb db, RequestWords words, ExportStart exports, IClientDirectory clients, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Number { get; set; }

    public DataRequest Item { get; private set; } = null!; // set by every handler

    public ClientName? Client { get; private set; }

    public string? Assigned { get; private set; }

    public IReadOnlyList<ExportLine> Exports { get; private set; } = [];

    public RequestWords Words => words;

    public bool CanManage => user.Has(Permissions.Manage);

    public bool CanExport => user.Has(Permissions.Export);

    public bool CanAnonymize => user.Has(Permissions.Anonymize);

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await db.DataRequests.FirstOrDefaultAsync(r => r.Id == Number, cancel) is not { } request)
        {
            return false;
        }

        Item = request;
        Client = request.ClientId is { } client ? await clients.FindAsync(client, cancel) : null;
        Assigned = await db.Set<User>().Where(u => u.Id == request.AssignedToId).Select(u => u.FullName == "" ? u.UserName : u.FullName).FirstOrDefaultAsync(cancel);
        Exports = [.. (await db.PersonalDataExports.AsNoTracking().Where(e => e.RequestId == Number).OrderByDescending(e => e.Id).ToListAsync(cancel)).Select(e => ExportLine.Of(e, exports, user, clock, texts, Request))];
        return true;
    }
}
