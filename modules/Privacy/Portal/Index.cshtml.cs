using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Portal;

/// <summary>The client's own consents, given and revoked by one button each, what the user asked for, and whom to turn to.</summary>
[RequirePermission(PortalAccess.Enter)]
internal sealed class IndexModel(PortalAccount account, TenantDb db, ConsentDesk desk, RequestWords words, ISettings<PrivacySettings> settings, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public const string Path = PortalAccess.Path + "/privacy";

    private const int MostRequests = 50;

    public PortalAccount Account => account;

    public IReadOnlyList<ConsentState> Consents { get; private set; } = [];

    /// <summary>The user's own, newest first: another user of the client asks for himself.</summary>
    public IReadOnlyList<DataRequest> Requests { get; private set; } = [];

    public RequestWords Words => words;

    /// <summary>Nobody asks in another's place ("Logar como").</summary>
    public bool CanAsk => account.ActorName is null;

    /// <summary>The first user alone consents for the client (003-72).</summary>
    public bool CanConsent => CanAsk && account.IsOwner;

    public PrivacySettings? Settings { get; private set; }

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Consents = [.. (await desk.OfClientAsync(account.ClientId, cancel)).Where(s => s.Purpose.IsInPortal || s.Current is not null)];
        Requests = await db.DataRequests.AsNoTracking().Where(r => r.AccountId == account.Id && r.ClientId == account.ClientId).OrderByDescending(r => r.Id).Take(MostRequests).ToListAsync(cancel);
        var own = await settings.GetAsync(cancel);
        Settings = own.DpoName.Length + own.DpoEmail.Length + own.PolicyUrl.Length > 0 ? own : null;
    }

    public async Task<IActionResult> OnPostGiveAsync(string purpose, int version, CancellationToken cancel)
    {
        if (await FindAsync(purpose, cancel) is not { } found)
        {
            return NotFound();
        }

        if (found.TextVersion != version)
        {
            this.Notify("warn", texts["privacy.portal.changed"].Value); // other words than those that were read
            return this.GoTo(Path);
        }

        InPerson();
        await desk.GiveAsync(account.ClientId, found, ConsentChannel.Portal, HttpContext, cancel);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["privacy.consent.saved"].Value);
        return this.GoTo(Path);
    }

    public async Task<IActionResult> OnPostRevokeAsync(string purpose, CancellationToken cancel)
    {
        if (await FindAsync(purpose, cancel) is not { } found)
        {
            return NotFound();
        }

        InPerson();
        await desk.RevokeAsync(account.ClientId, found.Id, ConsentChannel.Portal, HttpContext, cancel);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["privacy.consent.revoked"].Value);
        return this.GoTo(Path);
    }

    /// <summary>Nobody consents in another's place ("Logar como"), no other user in the client's.</summary>
    private void InPerson()
    {
        if (!CanConsent)
        {
            throw new RuleBrokenException(CanAsk ? "privacy.portal.ownerOnly" : "privacy.portal.inPerson");
        }
    }

    private Task<ConsentPurpose?> FindAsync(string purpose, CancellationToken cancel) => db.Purposes.FirstOrDefaultAsync(p => p.ContentItemId == purpose, cancel);
}
