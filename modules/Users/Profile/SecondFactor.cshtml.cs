using ClientSuite.Access;
using ClientSuite.Settings;
using ClientSuite.Users.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class SecondFactorModel(UserManager<User> users, ICurrentUser me, ISettings<SiteSettings> site, IUserCache cache, IStringLocalizer texts)
    : SecondFactorPage("/admin/profile/second-factor", users, me, site, cache, texts);
