using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class SessionsModel(TenantDb db, ICurrentUser me, ISignIn signIn, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];

    public async Task OnGet(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var sessions = await Own().Where(s => s.ExpiresUtc > now).OrderByDescending(s => s.SeenUtc).Take(100).ToListAsync(cancel);
        Sessions = [.. sessions.Select(s => new SessionRow(s.Id, Browsers.Describe(s.UserAgent) ?? texts["users.sessions.unknown"], s.RemoteIp ?? "",
            Time(s.CreatedUtc), Time(s.SeenUtc), s.Id == signIn.CurrentSessionId)).OrderByDescending(s => s.IsCurrent)];
    }

    public async Task<IActionResult> OnPostEnd(string? id, CancellationToken cancel)
    {
        if (id is not null && await Own().AnyAsync(s => s.Id == id, cancel))
        {
            await signIn.EndSessionsAsync(me.Id ?? 0, id, cancel);
        }

        this.Notify("ok", texts["users.sessions.ended"]);
        return this.GoTo("/admin/profile/sessions");
    }

    public async Task<IActionResult> OnPostEndOthers(CancellationToken cancel)
    {
        await signIn.EndSessionsAsync(me.Id ?? 0, null, cancel);
        this.Notify("ok", texts["users.sessions.othersEnded"]);
        return this.GoTo("/admin/profile/sessions");
    }

    private IQueryable<UserSession> Own() => db.Set<UserSession>().AsNoTracking().Where(s => s.UserId == me.Id);

    private string Time(DateTime utc) => clock.ToLocal(utc).ToString("g", CultureInfo.CurrentCulture);
}

internal sealed record SessionRow(string Id, string Browser, string Address, string Began, string Seen, bool IsCurrent);
