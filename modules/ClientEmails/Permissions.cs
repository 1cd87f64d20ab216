using ClientSuite.Access;

namespace ClientSuite.ClientEmails;

internal sealed class Permissions : IPermissionProvider
{
    public const string SendToMany = "SendEmailsToManyClients";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } = [new(SendToMany, "clientemails.title", Stereotypes.Manager)];
}
