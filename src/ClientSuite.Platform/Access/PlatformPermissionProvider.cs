using static ClientSuite.Access.PlatformPermissions;

namespace ClientSuite.Access;

internal sealed class PlatformPermissionProvider : IPermissionProvider
{
    private const string Category = "permissions.platform";

    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new(AccessAdmin, Category, Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly),
        new(ManageSettings, Category, Stereotypes.Manager),
        new(ManageUsers, Category, [Stereotypes.Manager], [], IsCritical: true),
        new(ManageRoles, Category, [], [], IsCritical: true),
        new(ManageApiTokens, Category, [Stereotypes.Manager], [ManageUsers]),
        new(ManageFeatures, Category, [], [], IsCritical: true),
        new(ManageRecipes, Category, [], [], IsCritical: true),
        new(ManageTenants, Category, [], [], IsCritical: true),
        new(ManageJobs, Category, []),
        new(ViewHistory, Category, Stereotypes.Manager),
    ];
}
