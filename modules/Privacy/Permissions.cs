using ClientSuite.Access;

namespace ClientSuite.Privacy;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewPrivacy";
    public const string Manage = "ManagePrivacy";
    public const string Export = "ExportPersonalData";
    public const string Anonymize = "AnonymizeClients";

    private const string Category = "privacy.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff], [Manage, Export, Anonymize]),
        new(Manage, Category, Stereotypes.Manager),
        new(Export, Category, [Stereotypes.Manager], [], IsCritical: true),
        new(Anonymize, Category, [Stereotypes.Manager], [], IsCritical: true),
    ];
}
