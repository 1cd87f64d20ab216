using ClientSuite.ClientUsers.Contracts;

namespace ClientSuite.ClientUsers;

/// <summary>What the portal itself lets be granted; the pages belong to the modules that have them.</summary>
internal sealed class OwnPortalPermissions : IPortalPermissionProvider
{
    public IReadOnlyList<PortalPermission> Permissions { get; } = [new(PortalPermissions.Chat), new(PortalPermissions.ViewPhones), new(PortalPermissions.ManageSubscription)];
}

/// <summary>The permissions that can be granted in this tenant's portal.</summary>
internal sealed class PortalCatalog(IEnumerable<IPortalPermissionProvider> providers)
{
    public IReadOnlyList<string> All { get; } = [.. providers.SelectMany(p => p.Permissions).Select(p => p.Name).Distinct(StringComparer.Ordinal)];
}
