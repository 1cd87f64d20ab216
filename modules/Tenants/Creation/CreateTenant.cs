using System.Data.Common;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Tenants;

/// <summary>Makes a tenant and sets it up, or leaves nothing behind.</summary>
internal sealed class CreateTenant(ITenants tenants, UserManager<User> users, TenantLog log)
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
            // The name and the address are free again for the next try.
            await tenants.RemoveAsync(made.Name, CancellationToken.None);
            throw;
        }
    }

    /// <exception cref="RuleBrokenException">What was asked for breaks a rule.</exception>
    public async Task<ShellSettings> SetUpAsync(TenantSetup setup, CancellationToken cancel)
    {
        await CheckPasswordAsync(setup.Password);
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
        catch (ArgumentException failure) when (failure.Source?.StartsWith("Npgsql", StringComparison.Ordinal) == true)
        {
            // A connection string that cannot be read.
            throw new RuleBrokenException("tenants.error.database", failure.Message) { Field = "connectionString" };
        }
    }

    /// <summary>The rules are the installation's: what Default refuses, the new tenant would refuse after its database was made.</summary>
    private async Task CheckPasswordAsync(string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, new User(), password);
            if (!result.Succeeded)
            {
                throw new RuleBrokenException("tenants.error.password", string.Join(' ', result.Errors.Select(e => e.Description))) { Field = "password" };
            }
        }
    }
}
