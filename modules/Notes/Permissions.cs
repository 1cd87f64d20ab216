using ClientSuite.Access;

namespace ClientSuite.Notes;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewNotes";
    public const string Edit = "EditNotes";

    private const string Category = "notes.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Edit]),
        new(Edit, Category, Stereotypes.Manager, Stereotypes.Staff),
    ];
}
