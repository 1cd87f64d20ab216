using ClientSuite.Access;
using ClientSuite.ClientUsers.LoginAs;
using ClientSuite.Users.Contracts;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Profile;

[RequirePermission(PortalAccess.Enter), InPerson]
internal sealed class PasswordModel(PortalUsers users, ICurrentUser me, IPortalSignIn signIn, IUserCache cache, IStringLocalizer texts) : PasswordPage(PortalAccess.Path + "/profile", users, me, cache, texts)
{
    protected override Task EndSessionsAsync(User user, CancellationToken cancel) => signIn.EndSessionsAsync(user.Id, null, cancel);
}
