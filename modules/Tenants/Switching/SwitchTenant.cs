using ClientSuite.Tenancy;

namespace ClientSuite.Tenants;

/// <summary>Puts a tenant in and out of service. Switching to the state it has is a quiet success.</summary>
internal static class SwitchTenant
{
    extension(ITenants tenants)
    {
        /// <exception cref="RuleBrokenException">The tenant was never set up, or not to the end.</exception>
        public Task<ShellSettings> EnableAsync(ShellSettings tenant, CancellationToken cancel) => tenant.State switch
        {
            TenantState.Running => Task.FromResult(tenant),
            TenantState.Disabled or TenantState.Invalid when tenant.Features.Count > 0 => tenants.UpdateAsync(tenant with { State = TenantState.Running, InvalidReason = null }, cancel),
            _ => throw new RuleBrokenException("tenants.error.setUpFirst", tenant.Name),
        };

        /// <exception cref="RuleBrokenException">The tenant is Default, or is not in service.</exception>
        public Task<ShellSettings> DisableAsync(ShellSettings tenant, CancellationToken cancel) => tenant.State switch
        {
            TenantState.Disabled => Task.FromResult(tenant),
            TenantState.Running or TenantState.Invalid => tenants.UpdateAsync(tenant with { State = TenantState.Disabled }, cancel),
            _ => throw new RuleBrokenException("tenants.notRunning", tenant.Name),
        };
    }
}
