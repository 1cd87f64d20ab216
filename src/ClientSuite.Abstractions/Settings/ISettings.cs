namespace ClientSuite.Settings;

/// <summary>A section of the tenant's settings. Scoped: read once per scope, cached per tenant. Stored as JSON under the type's
/// <see cref="SettingsSectionAttribute"/> name.</summary>
/// <typeparam name="T">A class with a parameterless constructor whose property defaults are the section's defaults.</typeparam>
public interface ISettings<T> where T : class, new()
{
    /// <summary>The section; defaults where nothing is stored. Do not change the object: it is shared.</summary>
    ValueTask<T> GetAsync(CancellationToken cancel = default);

    /// <summary>Stores the section with the scope's next save.</summary>
    Task SetAsync(T value, CancellationToken cancel);
}

/// <summary>Name of a settings section in recipes and in the database.</summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>What every tenant has.</summary>
[SettingsSection("Site")]
public sealed class SiteSettings
{
    /// <summary>Name of the site.</summary>
    public string SiteName { get; set; } = "ClientSuite";

    /// <summary>Address that people reach the site at, without the tenant's prefix (<c>https://crm.example.com</c>), for links in
    /// e-mails; empty takes the tenant's host, else the host of the request that asks.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>IANA time zone.</summary>
    public string TimeZoneId { get; set; } = "America/Sao_Paulo";

    /// <summary>Culture for people who chose none: <c>pt-BR</c>, <c>en</c>, <c>es</c>.</summary>
    public string Culture { get; set; } = "pt-BR";

    /// <summary>The tenant's address with its prefix and without a slash at the end, where it is known without a request: of
    /// <see cref="BaseUrl"/>, else of the tenant's own host; empty for neither.</summary>
    public string KnownRoot(Tenancy.ShellSettings tenant)
    {
        if (BaseUrl.Length > 0)
        {
            return BaseUrl.TrimEnd('/') + tenant.PathBase;
        }

        var host = tenant.Hosts.FirstOrDefault(h => !h.StartsWith('*'));
        return host is null ? "" : "https://" + host + tenant.PathBase;
    }
}

/// <summary>How the tenant looks to its people and its clients: on every page, in e-mails.</summary>
[SettingsSection("Look")]
public sealed class LookSettings
{
    /// <summary>Key of the logo in the storage; empty for the product's mark.</summary>
    public string LogoKey { get; set; } = "";

    /// <summary>Colour of buttons and links, <c>#rrggbb</c>; empty for the product's own. Shades that can be read on it and in it are derived.</summary>
    public string Accent { get; set; } = "";

    /// <summary>Path of the logo below the tenant; null for none. The key changes with the logo, so it may be kept for ever.</summary>
    public string? LogoPath => LogoKey.Length == 0 ? null : "/logo/" + LogoKey;

    /// <summary>Path of the colours below the tenant; null for the product's own.</summary>
    public string? ColoursPath => Accent.Length == 0 ? null : "/theme.css?v=" + Accent.TrimStart('#');
}
