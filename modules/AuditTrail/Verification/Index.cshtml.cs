using ClientSuite.Access;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.AuditTrail.Verification;

/// <summary>Walks the chain of the history and says whether anybody changed it behind the product's back.</summary>
[RequirePermission(PlatformPermissions.ViewHistory)]
internal sealed class IndexModel(IHistoryProof proof, TenantClock clock) : PageModel
{
    public HistoryVerdict? Verdict { get; private set; }

    public string At => clock.DayAndTime(clock.UtcNow);

    public void OnGet()
    {
    }

    public async Task OnPost(CancellationToken cancel) => Verdict = await proof.VerifyAsync(cancel);
}
