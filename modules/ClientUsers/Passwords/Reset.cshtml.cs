using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Users.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Passwords;

[AllowAnonymous]
internal sealed class ResetModel(PortalUsers users, IPortalSignIn signIn, PresenceDesk presences, IUserCache cache, TenantDb db, IStringLocalizer texts) : ResetPage(PortalAccess.Path, users, cache, texts)
{
    /// <summary>Each client decides for itself whom it lets in.</summary>
    protected override bool IsOpen(User user) => true;

    protected override async Task EndSessionsAsync(User user, CancellationToken cancel)
    {
        await signIn.EndSessionsAsync(user.Id, null, cancel);
        await presences.LeaveAsync(user.Id, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
