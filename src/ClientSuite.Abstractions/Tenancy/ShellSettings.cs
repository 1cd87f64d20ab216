using System.Text.Json.Serialization;

namespace ClientSuite.Tenancy;

/// <summary>State of a tenant, with Orchard Core's names.</summary>
public enum TenantState
{
    /// <summary>Known, not set up yet.</summary>
    Uninitialized,

    /// <summary>Being set up; a killed process resumes or undoes it.</summary>
    Initializing,

    /// <summary>In service.</summary>
    Running,

    /// <summary>Switched off by the operator: answers 503.</summary>
    Disabled,

    /// <summary>Could not be migrated or opened; <see cref="ShellSettings.InvalidReason"/> says why. Answers 503.</summary>
    Invalid,
}

/// <summary>What the host knows of a tenant. Keys are Orchard Core's. An immutable value: a change is a new one, made by
/// <see cref="ITenants"/>.</summary>
public sealed record ShellSettings
{
    /// <summary>Name of the operator's tenant.</summary>
    public const string DefaultName = "Default";

    /// <summary>Unique name: letters, digits, <c>-</c> and <c>_</c>, at most 50.</summary>
    public required string Name { get; init; }

    /// <summary>Immutable id, never reused: purpose of cookies and tokens.</summary>
    public required string TenantId { get; init; }

    /// <summary>State.</summary>
    public TenantState State { get; init; }

    /// <summary>Why <see cref="State"/> is <see cref="TenantState.Invalid"/>; null otherwise.</summary>
    public string? InvalidReason { get; init; }

    /// <summary>Hosts without port, separated by comma, semicolon or space, <c>*.</c> as wildcard; empty for any.</summary>
    public string RequestUrlHost { get; init; } = "";

    /// <summary>Each of <see cref="RequestUrlHost"/>, in its order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Hosts => RequestUrlHost.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Path prefix: one segment without slash; empty for none.</summary>
    public string RequestUrlPrefix { get; init; } = "";

    /// <summary><c>Sqlite</c> or <c>Postgres</c>.</summary>
    public string DatabaseProvider { get; init; } = DatabaseProviders.Sqlite;

    /// <summary>Connection string of the database; empty for SQLite takes the file <c>Sites/{name}/tenant.db</c>.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Schema on PostgreSQL.</summary>
    public string Schema { get; init; } = "";

    /// <summary>Recipe that it is or was set up with.</summary>
    public string RecipeName { get; init; } = "";

    /// <summary>Group on the tenants page.</summary>
    public string Category { get; init; } = "";

    /// <summary>The operator's words on it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the site, a copy of the tenant's own setting for the operator's list.</summary>
    public string SiteName { get; init; } = "";

    /// <summary>True gives it a shell of its own.</summary>
    public bool Isolated { get; init; }

    /// <summary>Enabled features, sorted ordinally.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Features that a recipe under way will switch to, with the run that proves its transaction committed; null for none.</summary>
    public PendingSwitch? Pending { get; init; }

    /// <summary>Changes with every change of the settings.</summary>
    public int Version { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedUtc { get; init; }

    /// <summary>True for the operator's tenant.</summary>
    public bool IsDefault => Name == DefaultName;

    /// <summary><c>/prefix</c>, or empty.</summary>
    public string PathBase => RequestUrlPrefix.Length == 0 ? "" : "/" + RequestUrlPrefix;
}

/// <summary>A feature switch that was intended before a recipe's transaction and follows it.</summary>
/// <param name="Run">Id of the run; stands in the tenant's database once the transaction committed.</param>
/// <param name="Features">The features to switch to.</param>
public sealed record PendingSwitch(string Run, IReadOnlyList<string> Features);

/// <summary>Names of the databases that a tenant may live in.</summary>
public static class DatabaseProviders
{
    /// <summary>A file of its own.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>A schema of its own.</summary>
    public const string Postgres = "Postgres";
}
