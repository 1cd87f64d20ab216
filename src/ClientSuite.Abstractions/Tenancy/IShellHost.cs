namespace ClientSuite.Tenancy;

/// <summary>Opens scopes in tenants for work that has no request: jobs, event handlers, tools. Singleton.</summary>
public interface IShellHost
{
    /// <summary>Runs work in a fresh scope of the tenant's shell, migrated and ready. The ambient tenant is set for the call.</summary>
    /// <exception cref="RuleBrokenException">There is no such tenant, or it is not in service.</exception>
    Task RunInTenantAsync(string tenant, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancel);
}
