using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Users.SignIn;

/// <summary>Signs out by POST alone, so that no picture or link of another site can do it.</summary>
[SignedIn]
internal sealed class SignOutModel(ISignIn signIn) : PageModel
{
    public IActionResult OnGet() => this.GoTo("/admin");

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        await signIn.EndAsync(cancel);
        return this.GoTo("/sign-in");
    }
}
