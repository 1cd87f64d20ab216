using ClientSuite.Access;

namespace ClientSuite.Files;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewDocuments";
    public const string Edit = "EditDocuments";
    public const string Delete = "DeleteDocuments";
    public const string Share = "ShareDocuments";

    private const string Category = "files.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Edit, Delete, Share]),
        new(Edit, Category, Stereotypes.Manager, Stereotypes.Staff),
        new(Delete, Category, Stereotypes.Manager),
        new(Share, Category, Stereotypes.Manager),
    ];
}
