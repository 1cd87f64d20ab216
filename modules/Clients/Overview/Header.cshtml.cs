using ClientSuite.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Overview;

/// <summary>The header alone, for when the client changed.</summary>
[RequirePermission(Permissions.View)]
internal sealed class HeaderModel : PageModel;
