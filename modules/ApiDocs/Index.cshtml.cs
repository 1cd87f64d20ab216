using ClientSuite.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ApiDocs;

[RequirePermission(PlatformPermissions.ManageApiTokens)]
internal sealed class IndexModel : PageModel
{
    public string DocumentUrl => Request.PathBase + "/openapi/v1.json";

    public string ProfileUrl => Request.PathBase + "/admin/profile";
}
