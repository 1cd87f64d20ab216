namespace ClientSuite.Access;

/// <summary>Something that a role may grant. Orchard Core's model.</summary>
/// <param name="Name">Stable name, <c>EditClients</c>.</param>
/// <param name="Category">Group on the role page: a text key.</param>
/// <param name="DefaultRoles">Roles that have it after the feature is first enabled: names of <see cref="Stereotypes"/>.</param>
/// <param name="ImpliedBy">Permissions that include it.</param>
/// <param name="IsCritical">True marks it on the role page: whoever has it can give himself more.</param>
public sealed record Permission(string Name, string Category, IReadOnlyList<string> DefaultRoles, IReadOnlyList<string> ImpliedBy, bool IsCritical = false)
{
    /// <summary>A permission with default roles and nothing that implies it.</summary>
    public Permission(string name, string category, params string[] defaultRoles) : this(name, category, defaultRoles, [])
    {
    }
}

/// <summary>Names of the roles that every tenant begins with.</summary>
public static class Stereotypes
{
    /// <summary>Has every permission, always.</summary>
    public const string Administrator = "Administrator";

    /// <summary>Runs the business: everything but the platform's own settings.</summary>
    public const string Manager = "Manager";

    /// <summary>Works with records.</summary>
    public const string Staff = "Staff";

    /// <summary>Sees, changes nothing.</summary>
    public const string ReadOnly = "ReadOnly";

    /// <summary>All four.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, Manager, Staff, ReadOnly];
}

/// <summary>Names a module's permissions. Singleton; called once per shell.</summary>
public interface IPermissionProvider
{
    /// <summary>The permissions.</summary>
    IReadOnlyList<Permission> Permissions { get; }
}

/// <summary>The platform's own permissions.</summary>
public static class PlatformPermissions
{
    /// <summary>Enter the admin.</summary>
    public const string AccessAdmin = "AccessAdmin";

    /// <summary>Enable and disable features.</summary>
    public const string ManageFeatures = "ManageFeatures";

    /// <summary>Run and export recipes.</summary>
    public const string ManageRecipes = "ManageRecipes";

    /// <summary>Create, change, remove tenants; on Default only.</summary>
    public const string ManageTenants = "ManageTenants";

    /// <summary>Change the tenant's settings.</summary>
    public const string ManageSettings = "ManageSettings";

    /// <summary>See and run background tasks, parked events and other users' operations.</summary>
    public const string ManageJobs = "ManageJobs";

    /// <summary>Manage users.</summary>
    public const string ManageUsers = "ManageUsers";

    /// <summary>Manage roles.</summary>
    public const string ManageRoles = "ManageRoles";

    /// <summary>Manage API tokens of oneself; with <see cref="ManageUsers"/> of everyone.</summary>
    public const string ManageApiTokens = "ManageApiTokens";

    /// <summary>See the history of the whole tenant.</summary>
    public const string ViewHistory = "ViewHistory";
}
