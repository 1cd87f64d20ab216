using ClientSuite.Access;

namespace ClientSuite.ClientUsers;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewClientUsers";
    public const string Edit = "EditClientUsers";
    public const string SetPasswords = "SetPortalPasswords";
    public const string LoginAs = "LoginAsClientUsers";

    private const string Category = "clientusers.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Edit, SetPasswords, LoginAs]),
        new(Edit, Category, Stereotypes.Manager, Stereotypes.Staff),
        new(SetPasswords, Category, [Stereotypes.Manager], [], IsCritical: true),
        new(LoginAs, Category, [Stereotypes.Manager], [], IsCritical: true),
    ];
}
