using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.ClientUsers.Tab;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.Team;

/// <summary>The users of the account, for the first user.</summary>
[RequirePermission(PortalPermissions.ManagePermissions)]
internal sealed class IndexModel(PortalAccount account, TenantDb db, TenantClock clock) : PageModel
{
    public IReadOnlyList<UserLine> Lines { get; private set; } = [];

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public async Task OnGetAsync(CancellationToken cancel) => Lines = await UserLine.Of(db, account.ClientId).ToListAsync(cancel);
}
