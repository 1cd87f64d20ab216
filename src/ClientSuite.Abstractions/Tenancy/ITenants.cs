namespace ClientSuite.Tenancy;

/// <summary>The tenants of this installation. Singleton; every change is stored in the host database before it takes effect.</summary>
public interface ITenants
{
    /// <summary>The tenant of that name, compared without case, or null.</summary>
    ShellSettings? Find(string name);

    /// <summary>All tenants, in no order. A snapshot.</summary>
    IReadOnlyCollection<ShellSettings> All { get; }

    /// <summary>The tenant that answers for a host and path, or null. <paramref name="path"/> begins with a slash.</summary>
    ShellSettings? Resolve(string host, string path);

    /// <summary>Makes a tenant, <see cref="TenantState.Uninitialized"/>.</summary>
    /// <exception cref="RuleBrokenException">The name, prefix or host is malformed or taken.</exception>
    Task<ShellSettings> CreateAsync(ShellSettings settings, CancellationToken cancel);

    /// <summary>Stores changed settings, with the version that they were read in; the name and id stay.</summary>
    /// <exception cref="RuleBrokenException">The change breaks a rule, or the tenant changed meanwhile.</exception>
    Task<ShellSettings> UpdateAsync(ShellSettings settings, CancellationToken cancel);

    /// <summary>Runs the setup recipe: database, migrations, features, admin, recipe, then Running. A failure undoes all of it.</summary>
    /// <exception cref="RuleBrokenException">The tenant is not Uninitialized, or the recipe or input is wrong.</exception>
    Task<ShellSettings> SetupAsync(TenantSetup setup, CancellationToken cancel);

    /// <summary>Removes the tenant, its database (file or schema) and its files. Only from Disabled, Uninitialized or Invalid.</summary>
    /// <exception cref="RuleBrokenException">The tenant is Default or in service.</exception>
    Task RemoveAsync(string name, CancellationToken cancel);
}

/// <summary>What a tenant is set up with.</summary>
public sealed record TenantSetup
{
    /// <summary>Tenant to set up.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the site for its people.</summary>
    public required string SiteName { get; init; }

    /// <summary>Name of a recipe with <c>issetuprecipe</c>.</summary>
    public required string RecipeName { get; init; }

    /// <summary>Login of the first administrator.</summary>
    public required string UserName { get; init; }

    /// <summary>E-mail of the first administrator.</summary>
    public required string Email { get; init; }

    /// <summary>Password of the first administrator; must meet the rules.</summary>
    public required string Password { get; init; }

    /// <summary>IANA time zone; null takes the recipe's.</summary>
    public string? SiteTimeZone { get; init; }

    /// <summary>True runs <c>sampleData</c> steps too.</summary>
    public bool WithSampleData { get; init; }
}
