namespace ClientSuite.Access;

/// <summary>Something that a client's first user may grant the others, under "Permissões gerais". Its text is <c>permission.{Name}</c>.</summary>
/// <param name="Name">Stable name that begins with <see cref="PortalAccess.Prefix"/>.</param>
public sealed record PortalPermission(string Name);

/// <summary>Names a module's permissions in the portal. Scoped.</summary>
public interface IPortalPermissionProvider
{
    /// <summary>All that there may be, in the order of the page that grants them.</summary>
    IReadOnlyList<PortalPermission> Permissions { get; }

    /// <summary>Those that the tenant's settings allow at this moment: the others are had by nobody, whatever was granted, and not offered.
    /// Asked on each request in the portal.</summary>
    Task<IReadOnlyList<PortalPermission>> AllowedAsync(CancellationToken cancel) => Task.FromResult(Permissions);
}
