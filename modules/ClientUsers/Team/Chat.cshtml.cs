using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Team;

/// <summary>"Configurações" > "Permissões chat" (003-76): a level from 1 to 6 for each user, or none (A40).</summary>
[RequirePermission(PortalPermissions.ManagePermissions)]
internal sealed class ChatModel(PortalAccount account, TenantDb db, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<ClientMembership> Users { get; private set; } = [];

    public IReadOnlyList<(int Level, string Text)> Levels { get; } =
        [.. Enumerable.Range(0, ClientMembership.TopLevel + 1).Select(l => (l, texts[FormattableString.Invariant($"clientusers.chat.{l}")].Value))];

    public async Task OnGetAsync(CancellationToken cancel) => Users = await db.GrantedBy(account).AsNoTracking().ToListAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        foreach (var user in await db.GrantedBy(account).ToListAsync(cancel))
        {
            if (int.TryParse(Request.Form["level-" + user.ContentItemId], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level <= ClientMembership.TopLevel)
            {
                user.GrantChat(level);
            }
        }

        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["clientusers.permissions.saved"].Value);
        return this.GoTo(PortalAccess.Path + "/settings/chat");
    }
}
