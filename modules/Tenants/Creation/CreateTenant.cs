using System.Data.Common;
using System.Net.Sockets;
using ClientSuite.Access;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Tenants;

/// <summary>Makes a tenant and sets it up, or leaves nothing behind.</summary>
internal sealed class CreateTenant(ITenants tenants, UserManager<User> users, IRecipes recipes, TenantLog log, ILogger<CreateTenant> faults)
{
    /// <exception cref="RuleBrokenException">What was asked for breaks a rule; its field is a member of the form.</exception>
    public async Task<ShellSettings> RunAsync(ShellSettings settings, Func<ShellSettings, TenantSetup> setup, CancellationToken cancel)
    {
        var made = await tenants.CreateAsync(settings, cancel);
        try
        {
            return await SetUpAsync(setup(made), cancel);
        }
        catch
        {
            await FreeAsync(made.Name);
            throw;
        }
    }

    /// <exception cref="RuleBrokenException">What was asked for breaks a rule.</exception>
    public async Task<ShellSettings> SetUpAsync(TenantSetup setup, CancellationToken cancel)
    {
        if (await PasswordFaultAsync(setup.Password) is { } weak)
        {
            throw weak;
        }

        try
        {
            var running = await tenants.SetupAsync(setup, cancel);
            await log.AddAsync("created", running.Name, cancel);
            return running;
        }
        catch (DbException failure)
        {
            throw new RuleBrokenException("tenants.error.database", failure.GetBaseException().Message) { Field = "connectionString" };
        }
        catch (SocketException failure)
        {
            // A host that has no address.
            throw new RuleBrokenException("tenants.error.database", failure.Message) { Field = "connectionString" };
        }
        catch (ArgumentException failure) when (failure.Source?.StartsWith("Npgsql", StringComparison.Ordinal) == true)
        {
            // A connection string that cannot be read.
            throw new RuleBrokenException("tenants.error.database", failure.Message) { Field = "connectionString" };
        }
    }

    /// <summary>All that is wrong with what a tenant is to be set up with, each at its field; found before anything is made.</summary>
    public async Task<IReadOnlyList<RuleBrokenException>> FaultsAsync(TenantSetup setup)
    {
        List<RuleBrokenException?> found =
        [
            Required("userName", setup.UserName),
            Required("email", setup.Email) ?? (EmailAddress.IsValid(setup.Email) ? null : new RuleBrokenException("validation.email") { Field = "email" }),
            Required("password", setup.Password) ?? await PasswordFaultAsync(setup.Password),
            Required("recipeName", setup.RecipeName) ?? RecipeFault(setup.RecipeName),
            setup.SiteTimeZone is null || TimeZoneChoices.IsKnown(setup.SiteTimeZone) ? null : new RuleBrokenException("tenants.error.timeZone") { Field = "siteTimeZone" },
        ];
        return [.. found.OfType<RuleBrokenException>()];
    }

    private static RuleBrokenException? Required(string field, string value) => string.IsNullOrWhiteSpace(value) ? new RuleBrokenException("validation.required") { Field = field } : null;

    private RuleBrokenException? RecipeFault(string name) => recipes.All.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) switch
    {
        null => new RuleBrokenException("recipes.unknown", name) { Field = "recipeName" },
        { IsSetup: false } => new RuleBrokenException("recipes.notSetup", name) { Field = "recipeName" },
        _ => null,
    };

    /// <summary>The name and the address are free again for the next try. Whoever waits is told why the setup failed, not why this did.</summary>
    private async Task FreeAsync(string name)
    {
        try
        {
            await tenants.RemoveAsync(name, CancellationToken.None);
        }
        catch (RuleBrokenException left)
        {
            faults.LogError(left, "Tenant {Tenant} could not be set up and is left over", name);
        }
    }

    /// <summary>The rules are the installation's: what Default refuses, the new tenant would refuse after its database was made.</summary>
    private async Task<RuleBrokenException?> PasswordFaultAsync(string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, new User(), password);
            if (!result.Succeeded)
            {
                return new RuleBrokenException("tenants.error.password", string.Join(' ', result.Errors.Select(e => e.Description))) { Field = "password" };
            }
        }

        return null;
    }
}
