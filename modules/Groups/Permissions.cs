using ClientSuite.Access;

namespace ClientSuite.Groups;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewClientGroups";
    public const string Assign = "AssignClientGroups";
    public const string Manage = "ManageClientGroups";

    /// <summary>Of the module Clients: without it a group shows no names.</summary>
    public const string ViewClients = "ViewClients";

    private const string Category = "groups.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Assign, Manage]),
        new(Assign, Category, [Stereotypes.Manager, Stereotypes.Staff], [Manage]),
        new(Manage, Category, Stereotypes.Manager),
    ];
}
