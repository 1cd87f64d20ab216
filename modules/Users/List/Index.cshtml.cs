using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Users.Roles;
using ClientSuite.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

[RequirePermission(PlatformPermissions.ManageUsers)]
internal sealed class IndexModel(TenantDb db, UserRoles roles, RoleNames names, ICurrentUser me, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const string ListId = "users";

    private static readonly ListColumn[] Columns =
    [
        new("name", "users.fullName", ListColumnKind.Name, Sortable: true),
        new("login", "users.login", Sortable: true),
        new("email", "users.email", Sortable: true),
        new("roles", "users.roles.title"),
        new("enabled", "users.enabled", ListColumnKind.Status),
        new("secondFactor", "users.profile.secondFactor"),
        new("lastLogin", "users.lastLogin", ListColumnKind.Code, Sortable: true),
        new("created", "users.created", ListColumnKind.Code, Sortable: true, Shown: false),
    ];

    private static readonly ListChoice[] YesNo = [new("yes", "common.yes"), new("no", "common.no")];

    public ListView List { get; private set; } = null!; // set by OnGet

    public async Task OnGet(CancellationToken cancel)
    {
        var allRoles = await roles.AllAsync(cancel);
        ListFilter[] filters =
        [
            new("role", "users.role", ListFilterKind.Choice, [.. allRoles.Select(r => new ListChoice(r.Id.ToString(CultureInfo.InvariantCulture), names.Of(r), IsText: true))]),
            new("enabled", "users.enabled", ListFilterKind.Choice, YesNo),
            new("secondFactor", "users.profile.secondFactor", ListFilterKind.Choice, YesNo),
        ];
        var head = ListHead.Read(Request, ListId, Columns, filters, UserFilter.DefaultSort, [new("all", texts["users.view.all"], "", IsOwn: false)], preferences);
        var matching = (await db.MatchingAsync(head.State, cancel)).AsNoTracking();
        var total = await matching.CountAsync(cancel);
        head = head.Within(total);
        var page = await matching.Sorted(head.State).SkipVarying(head.State.Skip).TakeVarying(head.State.PageSize).ToListAsync(cancel);
        var ids = page.Select(u => u.Id).ToList();
        var links = (await db.Set<IdentityUserRole<long>>().AsNoTracking().Where(l => ids.Contains(l.UserId)).ToListAsync(cancel)).ToLookup(l => l.UserId, l => l.RoleId);
        List = new ListView
        {
            Id = ListId,
            Title = "users.title",
            Path = Request.PathBase + "/admin/users",
            Head = head,
            Filters = filters,
            Rows = [.. page.Select(u => Row(u, [.. allRoles.Where(r => links[u.Id].Contains(r.Id))], head.Columns))],
            Total = total,
            SearchLabel = "users.search",
            Primary = new("create", "users.add", "plus", Request.PathBase + "/admin/users/create", ListActionMethod.Dialog, "N"),
            EmptyText = "users.empty",
        };
    }

    private ListRow Row(User user, IReadOnlyList<Role> own, IReadOnlyList<ListColumn> columns)
    {
        var name = user.FullName.Length > 0 ? user.FullName : user.UserName ?? "";
        var href = Request.PathBase + "/admin/users/" + user.Id.ToString(CultureInfo.InvariantCulture);
        var isLocked = user.LockoutEnd?.UtcDateTime > clock.UtcNow;
        var cells = columns.Select(c => c.Id switch
        {
            "name" => Cell.Name(name, href, false, isLocked ? [new CellTag("warn", texts["users.locked"], "lock")] : []),
            "login" => Cell.Of(user.UserName),
            "email" => Cell.Of(user.Email),
            "roles" => Cell.Of(string.Join(", ", own.Select(names.Of))),
            "enabled" => user.IsEnabled ? Cell.Status("ok", texts["common.yes"]) : Cell.Status("off", texts["common.no"]),
            "secondFactor" => Cell.Of(texts[user.TwoFactorEnabled ? "common.yes" : "common.no"]),
            "lastLogin" => user.LastLoginUtc is { } at ? Cell.Code(Time(at)) : Cell.Empty,
            "created" => Cell.Code(Time(user.CreatedUtc)),
            _ => Cell.Empty,
        });
        return new ListRow(user.Id.ToString(CultureInfo.InvariantCulture), name, href, [.. cells], Actions(user, href, isLocked, own));
    }

    private List<ListAction> Actions(User user, string href, bool isLocked, IReadOnlyList<Role> own)
    {
        if (user.Id != me.Id && !own.All(roles.MayGive))
        {
            return [];
        }

        ListAction Post(string id, string icon, bool danger = false) => new(id, "users.action." + id, icon, href + "?handler=" + id, ListActionMethod.Post,
            Confirm: "users.action." + id + ".ask", ConfirmDetail: "users.action." + id + ".detail", Danger: danger);

        List<ListAction> actions = [new("edit", "users.action.edit", "edit", href, ListActionMethod.Dialog, "E")];
        if (user.IsEnabled)
        {
            actions.Add(Post("link", "mail"));
        }

        if (isLocked)
        {
            actions.Add(Post("unlock", "lock-open"));
        }

        if (user.Id == me.Id)
        {
            return actions; // the rest stands in one's own profile
        }

        if (user.TwoFactorEnabled)
        {
            actions.Add(Post("secondFactor", "shield"));
        }

        actions.Add(Post("sessions", "logout"));
        actions.Add(user.IsEnabled ? Post("disable", "user-off", danger: true) : Post("enable", "user-check"));
        return actions;
    }

    private string Time(DateTime utc) => clock.ToLocal(utc).ToString("g", CultureInfo.CurrentCulture);
}
