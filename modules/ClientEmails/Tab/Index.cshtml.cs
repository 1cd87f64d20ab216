using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Email.Contracts;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientEmails.Tab;

/// <summary>What was sent to the client, and whether it arrived (000-61 to 000-65).</summary>
[RequirePermission(EmailsTab.View)]
internal sealed class IndexModel(ClientFrame client, IEmailHistory emails, ICurrentUser user, TenantClock clock) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<EmailLine> Lines { get; private set; } = [];

    public string? MoreHref { get; private set; }

    /// <summary>A mail is about to go out: the page asks again.</summary>
    public bool IsUnderWay => Lines.Any(l => l.Mark == "info" && l.Error is null && l.CreatedUtc > clock.UtcNow.AddMinutes(-2));

    public bool CanSend => user.Has(EmailsTab.Send);

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var lines = await emails.OfClientAsync(client.Id, Before, PageSize + 1, cancel);
        Lines = [.. lines.Take(PageSize)];
        MoreHref = lines.Count > PageSize ? FormattableString.Invariant($"{client.Path}/emails?before={Lines[^1].Id}") : null;
    }
}
