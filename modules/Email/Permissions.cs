using ClientSuite.Access;

namespace ClientSuite.Email;

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewEmails";
    public const string Send = "SendEmails";
    public const string ManageTemplates = "ManageEmailTemplates";

    private const string Category = "email.title";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } =
    [
        new(View, Category, [Stereotypes.Manager, Stereotypes.Staff, Stereotypes.ReadOnly], [Send]),
        new(Send, Category, Stereotypes.Manager, Stereotypes.Staff),
        new(ManageTemplates, Category, Stereotypes.Manager),
    ];
}
