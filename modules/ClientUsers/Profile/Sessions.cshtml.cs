using ClientSuite.Access;
using ClientSuite.ClientUsers.LoginAs;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Profile;

/// <summary>Several at a time (003-86); those of the staff who are logged in as the user are named.</summary>
[RequirePermission(PortalAccess.Enter), InPerson]
internal sealed class SessionsModel(TenantDb db, ICurrentUser me, IPortalSignIn signIn, PresenceDesk presences, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];

    public async Task OnGet(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var sessions = await Own().Where(s => s.ExpiresUtc > now).OrderByDescending(s => s.SeenUtc).Take(100).ToListAsync(cancel);
        var ids = sessions.ConvertAll(s => s.Id);
        var actors = await db.Visits.AsNoTracking().Where(v => ids.Contains(v.SessionId) && v.ActorName != null).ToDictionaryAsync(v => v.SessionId, v => v.ActorName, cancel);
        Sessions = [.. sessions.Select(s => new SessionRow(s.Id, Browsers.Describe(s.UserAgent) ?? texts["users.sessions.unknown"], s.RemoteIp ?? "",
            clock.DayAndTime(s.CreatedUtc), clock.DayAndTime(s.SeenUtc), s.Id == signIn.CurrentSessionId, actors.GetValueOrDefault(s.Id))).OrderByDescending(s => s.IsCurrent)];
    }

    public async Task<IActionResult> OnPostEnd(string? id, CancellationToken cancel)
    {
        if (id is not null && await Own().AnyAsync(s => s.Id == id, cancel))
        {
            await EndAsync(id, cancel);
        }

        this.Notify("ok", texts["users.sessions.ended"]);
        return this.GoTo(PortalAccess.Path + "/profile/sessions");
    }

    public async Task<IActionResult> OnPostEndOthers(CancellationToken cancel)
    {
        await EndAsync(null, cancel);
        this.Notify("ok", texts["users.sessions.othersEnded"]);
        return this.GoTo(PortalAccess.Path + "/profile/sessions");
    }

    private IQueryable<UserSession> Own() => db.Set<UserSession>().AsNoTracking().Where(s => s.UserId == me.Id);

    private async Task EndAsync(string? id, CancellationToken cancel)
    {
        await signIn.EndSessionsAsync(me.Id ?? 0, id, cancel);
        await presences.LeaveAsync(me.Id, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

internal sealed record SessionRow(string Id, string Browser, string Address, string Began, string Seen, bool IsCurrent, string? ActorName);
