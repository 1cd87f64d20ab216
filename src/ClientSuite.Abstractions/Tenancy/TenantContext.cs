namespace ClientSuite.Tenancy;

/// <summary>The tenant that the current scope works for. Scoped; a singleton must not take it.</summary>
public sealed class TenantContext
{
    private static readonly AsyncLocal<ShellSettings?> Ambient = new();
    private ShellSettings? _settings;

    /// <summary>The tenant.</summary>
    /// <exception cref="InvalidOperationException">The scope was not made for a tenant.</exception>
    public ShellSettings Settings => _settings ?? throw new InvalidOperationException("This scope has no tenant: open it through IShellHost.");

    /// <summary>Name of the tenant.</summary>
    public string Name => Settings.Name;

    /// <summary>The tenant of the current flow of control, for singletons that look it up on each call (localisers, data
    /// protection); null outside any tenant.</summary>
    public static ShellSettings? Current => Ambient.Value;

    /// <summary>True when the feature is enabled for the tenant.</summary>
    public bool HasFeature(string featureId) => Settings.Features.Contains(featureId, StringComparer.Ordinal);

    /// <summary>Binds the scope to a tenant. Called once, by the platform, when the scope is opened.</summary>
    public void Bind(ShellSettings settings)
    {
        _settings = settings;
        Ambient.Value = settings;
    }

    /// <summary>Sets the ambient tenant alone; null clears it.</summary>
    public static void SetCurrent(ShellSettings? settings) => Ambient.Value = settings;
}
