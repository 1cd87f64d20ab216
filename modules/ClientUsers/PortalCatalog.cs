using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;

namespace ClientSuite.ClientUsers;

/// <summary>What the portal itself lets be granted; the pages belong to the modules that have them.</summary>
internal sealed class OwnPortalPermissions : IPortalPermissionProvider
{
    public IReadOnlyList<PortalPermission> Permissions { get; } = [new(PortalPermissions.Chat), new(PortalPermissions.ViewPhones), new(PortalPermissions.ManageSubscription)];
}

/// <summary>The permissions that can be had in this tenant's portal now.</summary>
internal sealed class PortalCatalog(IEnumerable<IPortalPermissionProvider> providers)
{
    private IReadOnlyList<string>? _all;

    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancel)
    {
        if (_all is null)
        {
            var names = new List<string>();
            foreach (var provider in providers)
            {
                names.AddRange((await provider.AllowedAsync(cancel)).Select(p => p.Name));
            }

            _all = [.. names.Distinct(StringComparer.Ordinal)];
        }

        return _all;
    }
}
