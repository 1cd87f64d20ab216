using ClientSuite.Access;
using ClientSuite.Users.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Passwords;

[AllowAnonymous]
internal sealed class ResetModel(UserManager<User> users, ISignIn signIn, IUserCache cache, IStringLocalizer texts) : ResetPage("", users, cache, texts)
{
    protected override bool IsOpen(User user) => user.IsEnabled;

    protected override Task EndSessionsAsync(User user, CancellationToken cancel) => signIn.EndSessionsAsync(user.Id, null, cancel);
}
