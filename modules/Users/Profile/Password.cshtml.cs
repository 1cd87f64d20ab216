using ClientSuite.Access;
using ClientSuite.Users.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class PasswordModel(UserManager<User> users, ICurrentUser me, ISignIn signIn, IUserCache cache, IStringLocalizer texts) : PasswordPage("/admin/profile", users, me, cache, texts)
{
    protected override Task EndSessionsAsync(User user, CancellationToken cancel) => signIn.EndSessionsAsync(user.Id, null, cancel);
}
