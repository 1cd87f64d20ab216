using ClientSuite.Access;
using ClientSuite.ClientUsers.LoginAs;
using ClientSuite.Settings;
using ClientSuite.Users.Contracts;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Profile;

[RequirePermission(PortalAccess.Enter), InPerson]
internal sealed class SecondFactorModel(PortalUsers users, ICurrentUser me, ISettings<SiteSettings> site, IUserCache cache, IStringLocalizer texts)
    : SecondFactorPage(PortalAccess.Path + "/profile/second-factor", users, me, site, cache, texts);
