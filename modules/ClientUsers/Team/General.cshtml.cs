using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Team;

/// <summary>"Configurações" > "Permissões gerais" (001-47, 003-76): the first user grants the others theirs.</summary>
[RequirePermission(PortalPermissions.ManagePermissions)]
internal sealed class GeneralModel(PortalAccount account, PortalCatalog catalog, TenantDb db, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<ClientMembership> Users { get; private set; } = [];

    public IReadOnlyList<string> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        All = await catalog.ReadAsync(cancel);
        Users = await db.GrantedBy(account).AsNoTracking().ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var all = await catalog.ReadAsync(cancel);
        foreach (var user in await db.GrantedBy(account).ToListAsync(cancel))
        {
            // A user who came while the form was open is not in it, and keeps what he has.
            if (Request.Form["user"].Contains(user.ContentItemId, StringComparer.Ordinal))
            {
                // What the tenant does not use at the moment was not asked, and stays granted.
                user.Grant(all.Where(p => Request.Form["grant-" + user.ContentItemId].Contains(p, StringComparer.Ordinal)).Concat(user.Granted.Except(all, StringComparer.Ordinal)));
            }
        }

        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["clientusers.permissions.saved"].Value);
        return this.GoTo(PortalAccess.Path + "/settings/permissions");
    }
}
