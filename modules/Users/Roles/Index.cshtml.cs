using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

[RequirePermission(PlatformPermissions.ManageRoles)]
internal sealed class IndexModel(TenantDb db, RoleNames names, IPermissionCatalog catalog, IUserPreferences preferences, IStringLocalizer texts) : PageModel
{
    private const string ListId = "roles";

    private static readonly ListColumn[] Columns =
    [
        new("name", "users.roles.name", ListColumnKind.Text, Sortable: true, CssClass: "m-title"),
        new("description", "users.roles.description"),
        new("permissions", "users.roles.permissions", ListColumnKind.Number),
        new("users", "users.title", ListColumnKind.Number),
    ];

    public ListView List { get; private set; } = null!; // set by OnGet

    public async Task OnGet(CancellationToken cancel)
    {
        var head = ListHead.Read(Request, ListId, Columns, [], "name", [new("all", texts["users.view.all"], "", IsOwn: false)], preferences);
        var state = head.State;
        // A tenant has few roles: names in the reader's language are searched and sorted here.
        var roles = (await db.Set<Role>().AsNoTracking().ToListAsync(cancel)).Select(r => (Role: r, Name: names.Of(r)))
            .Where(r => state.Q is null || r.Name.Contains(state.Q, StringComparison.CurrentCultureIgnoreCase) || names.DescriptionOf(r.Role).Contains(state.Q, StringComparison.CurrentCultureIgnoreCase));
        var sorted = (state.Descending ? roles.OrderByDescending(r => r.Name, StringComparer.CurrentCultureIgnoreCase) : roles.OrderBy(r => r.Name, StringComparer.CurrentCultureIgnoreCase)).ToList();
        var counts = await db.Set<IdentityUserRole<long>>().GroupBy(l => l.RoleId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        head = head.Within(sorted.Count);
        List = new ListView
        {
            Id = ListId,
            Title = "users.roles.title",
            Path = Request.PathBase + "/admin/roles",
            Head = head,
            Rows = [.. sorted.Skip(head.State.Skip).Take(state.PageSize).Select(r => Row(r.Role, r.Name, counts.GetValueOrDefault(r.Role.Id), head.Columns))],
            Total = sorted.Count,
            SearchLabel = "users.roles.search",
            Primary = new("create", "users.roles.add", "plus", Request.PathBase + "/admin/roles/create", Key: "N"),
            EmptyText = "users.roles.empty",
        };
    }

    private ListRow Row(Role role, string name, int users, IReadOnlyList<ListColumn> columns)
    {
        var id = role.Id.ToString(CultureInfo.InvariantCulture);
        var href = Request.PathBase + "/admin/roles/" + id;
        var granted = role.IsAdministrator() ? catalog.All.Count : catalog.All.Count(p => catalog.Expand(role.Granted()).Contains(p.Name));
        List<ListAction> actions = [new("edit", "users.action.edit", "edit", href, Key: "E")];
        if (!role.IsFixed())
        {
            actions.Add(new("delete", "users.roles.delete", "trash", href + "?handler=Delete", ListActionMethod.Post, "Del", "users.roles.delete.ask", "users.roles.delete.detail", Danger: true));
        }

        return new ListRow(id, name, href, [.. columns.Select(c => c.Id switch
        {
            "name" => Cell.Link(name, href),
            "description" => Cell.Of(names.DescriptionOf(role)),
            "permissions" => Cell.Code(granted.ToString("N0", CultureInfo.CurrentCulture)),
            "users" => Cell.Link(users.ToString("N0", CultureInfo.CurrentCulture), Request.PathBase + "/admin/users?role=" + id),
            _ => Cell.Empty,
        })], actions);
    }
}
