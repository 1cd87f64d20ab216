using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ImportExport.Operations;

/// <summary>The badge of running operations in the top bar, which the platform's frame has ready.</summary>
[SignedIn]
internal sealed class RunningModel : PageModel
{
    public IActionResult OnGet() => Request.IsFragment() ? Page() : this.GoTo("/admin/operations");
}
