using ClientSuite.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Dashboard;

[RequirePermission(PlatformPermissions.AccessAdmin)]
internal sealed class IndexModel(ICurrentUser user) : PageModel
{
    public string UserName => user.Name ?? "";
}
