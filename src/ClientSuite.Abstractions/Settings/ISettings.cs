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
}
