using ClientSuite.Access;
using ClientSuite.Users.Roles;
using Xunit;

namespace ClientSuite.Tests.Users.Roles;

public sealed class AuthorityTests
{
    private static Func<string, bool> Has(params string[] names) => names.Contains;

    [Fact]
    public void Who_manages_users_gives_only_what_he_has() =>
        Assert.True(Authority.Covers(Has(PlatformPermissions.ManageUsers, "EditClients"), isAdministrator: false, ["EditClients"]));

    [Fact]
    public void Who_manages_users_does_not_reach_beyond_himself() =>
        Assert.False(Authority.Covers(Has(PlatformPermissions.ManageUsers), isAdministrator: false, ["EditClients"]));

    [Fact]
    public void Who_manages_users_does_not_make_administrators() =>
        Assert.False(Authority.Covers(Has(PlatformPermissions.ManageUsers), isAdministrator: true, []));

    [Fact]
    public void Who_manages_roles_gives_any() =>
        Assert.True(Authority.Covers(Has(PlatformPermissions.ManageRoles), isAdministrator: true, ["EditClients"]));
}

public sealed class RoleFormTests
{
    [Fact]
    public void Permissions_of_features_that_are_switched_off_are_kept()
    {
        Permission[] catalog = [new("EditClients", "clients"), new("ViewClients", "clients")];
        var form = new RoleForm { Permissions = ["ViewClients", "Invented"] };

        Assert.Equal(["ManagePlans", "ViewClients"], form.Granted(catalog, ["EditClients", "ManagePlans"]));
    }
}
