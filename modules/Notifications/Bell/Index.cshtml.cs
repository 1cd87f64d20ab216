using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Notifications.Bell;

/// <summary>The bell alone, for pages that stay open; nothing while its number is what the page shows.</summary>
[SignedIn]
internal sealed class IndexModel(INotifier notifier, Frame frame, ICurrentUser user) : PageModel
{
    public async Task<IActionResult> OnGetAsync(int unread, CancellationToken cancel)
    {
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin");
        }

        var count = user.Id is { } id ? await notifier.CountUnreadAsync(id, cancel) : 0;
        frame.UnreadNotifications = count;
        return count == unread ? StatusCode(StatusCodes.Status204NoContent) : Page();
    }
}
