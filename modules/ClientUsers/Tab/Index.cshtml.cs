using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>The users of a client (001-39 to 001-43, 003-56, 003-57).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, ICurrentUser user, TenantClock clock) : PageModel
{
    public IReadOnlyList<UserLine> Lines { get; private set; } = [];

    public bool CanEdit => user.Has(Permissions.Edit);

    public bool CanLoginAs => user.Has(Permissions.LoginAs) && !client.IsBlocked;

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public string Href(UserLine line) => FormattableString.Invariant($"{client.Path}/users/{line.Id}");

    public async Task OnGetAsync(CancellationToken cancel) => Lines = await UserLine.Of(db, client.Id).ToListAsync(cancel);

    /// <summary>What stands behind "⋯".</summary>
    public IReadOnlyList<ListAction> Actions(UserLine line)
    {
        ListAction Post(string id, string icon, bool danger = false) => new(id, "clientusers.action." + id, icon, Href(line) + "?handler=" + id, ListActionMethod.Post,
            Confirm: "clientusers.action." + id + ".ask", ConfirmDetail: "clientusers.action." + id + ".detail", Danger: danger);

        List<ListAction> actions = [];
        if (user.Has(Permissions.SetPasswords))
        {
            actions.Add(new("password", "clientusers.password.reset", "key", Href(line) + "/password", ListActionMethod.Dialog));
        }

        if (!CanEdit)
        {
            return actions;
        }

        actions.Add(Post("link", "mail"));
        actions.Add(Post("sessions", "logout"));
        if (!line.IsOwner)
        {
            actions.Add(Post("first", "user-star"));
        }

        actions.Add(line.IsEnabled ? Post("disable", "user-off") : Post("enable", "user-check"));
        actions.Add(Post("remove", "trash", danger: true));
        return actions;
    }
}
