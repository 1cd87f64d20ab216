using System.ComponentModel.DataAnnotations;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ClientSuite.Tenants;

/// <summary>What the dialog posts to make a tenant and set it up.</summary>
internal sealed record TenantForm : IValidatableObject
{
    [Required, MaxLength(50)]
    public string? Name { get; init; }

    [Required, MaxLength(100)]
    public string? SiteName { get; init; }

    [MaxLength(50)]
    public string? RequestUrlPrefix { get; init; }

    [MaxLength(500)]
    public string? RequestUrlHost { get; init; }

    [MaxLength(100)]
    public string? Category { get; init; }

    public string DatabaseProvider { get; init; } = DatabaseProviders.Sqlite;

    [MaxLength(1000)]
    public string? ConnectionString { get; init; }

    [MaxLength(63)]
    public string? Schema { get; init; }

    public TenantSetupForm Setup { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name?.Equals("new", StringComparison.OrdinalIgnoreCase) == true)
        {
            // /admin/tenants/new is the page that makes one.
            yield return new ValidationResult("tenants.error.reservedName", [nameof(Name)]);
        }
    }

    public ShellSettings ToSettings() => new()
    {
        Name = Name!.Trim(), // required
        TenantId = "",
        SiteName = SiteName!.Trim(), // required
        // Without any address the tenant answers below its name.
        RequestUrlPrefix = string.IsNullOrWhiteSpace(RequestUrlPrefix) && string.IsNullOrWhiteSpace(RequestUrlHost) ? Name.Trim().ToLowerInvariant() : RequestUrlPrefix?.Trim().Trim('/') ?? "",
        RequestUrlHost = RequestUrlHost?.Trim() ?? "",
        Category = Category?.Trim() ?? "",
        DatabaseProvider = DatabaseProvider,
        ConnectionString = DatabaseProvider == DatabaseProviders.Postgres ? ConnectionString?.Trim() ?? "" : "",
        Schema = DatabaseProvider == DatabaseProviders.Postgres ? Schema?.Trim() ?? "" : "",
        RecipeName = Setup.RecipeName ?? "",
    };
}

/// <summary>What a tenant is set up with: part of making one, and a dialog of its own for one that the API made.</summary>
internal sealed record TenantSetupForm : IValidatableObject
{
    [Required]
    public string? RecipeName { get; init; }

    [Required, MaxLength(256)]
    public string? UserName { get; init; } = "admin";

    [Required, MaxLength(254), EmailAddress]
    public string? Email { get; init; }

    [Required, MaxLength(256), DataType(DataType.Password)]
    public string? Password { get; init; }

    public string? SiteTimeZone { get; init; } = TenantZone.Default.Id;

    public bool WithSampleData { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(SiteTimeZone) && !TimeZoneChoices.IsKnown(SiteTimeZone))
        {
            yield return new ValidationResult("tenants.error.timeZone", [nameof(SiteTimeZone)]);
        }
    }

    public TenantSetup ToSetup(string name, string siteName) => new()
    {
        Name = name,
        SiteName = siteName,
        RecipeName = RecipeName ?? "",
        UserName = UserName!.Trim(), // required
        Email = Email!.Trim(), // required
        Password = Password!, // required
        SiteTimeZone = string.IsNullOrEmpty(SiteTimeZone) ? null : SiteTimeZone,
        WithSampleData = WithSampleData,
    };
}

/// <summary>Choices of the setup fields.</summary>
/// <param name="Recipes">Setup recipes.</param>
/// <param name="TimeZones">Time zones.</param>
internal sealed record SetupChoices(IReadOnlyList<SelectListItem> Recipes, IReadOnlyList<SelectListItem> TimeZones)
{
    public static SetupChoices Read(IRecipes recipes, TimeProvider time) => new(
        [.. recipes.All.Where(r => r.IsSetup && !r.Name.Equals("default", StringComparison.OrdinalIgnoreCase)).Select(r => new SelectListItem(r.DisplayName, r.Name))],
        TimeZoneChoices.List(time.GetUtcNow()));
}
