using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Hosting;

/// <summary>Finds the request's tenant and hands the request to its shell.</summary>
internal sealed class TenantMiddleware(RequestDelegate next, TenantStore tenants, ShellManager shells, Migrator migrator, RateLimits limits, TextStoreHolder texts, HostMetrics metrics, ILogger<TenantMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Host endpoints (health, metrics) were matched before; the shell routes for itself.
        if (context.GetEndpoint() is not null)
        {
            await next(context);
            return;
        }

        // One number for logs, traces, error pages and history: the W3C trace id.
        context.TraceIdentifier = System.Diagnostics.Activity.Current is { IdFormat: System.Diagnostics.ActivityIdFormat.W3C } request
            ? request.TraceId.ToString()
            : System.Diagnostics.ActivityTraceId.CreateRandom().ToString();
        SecurityHeaders.Add(context);
        var tenant = tenants.Resolve(context.Request.Host.Host, context.Request.Path.Value ?? "/");
        if (tenant is null)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "error.tenantUnknown");
            return;
        }

        if (tenant.State != TenantState.Running)
        {
            context.Response.Headers.RetryAfter = "60";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, tenant.State == TenantState.Disabled ? "error.tenantDisabled" : "error.tenantNotReady");
            return;
        }

        using var turn = await limits.TenantAsync(tenant.TenantId, context.RequestAborted);
        if (!turn.IsAcquired || limits.Refuses(context, tenant))
        {
            if (!turn.IsAcquired)
            {
                context.Response.Headers.RetryAfter = "2";
            }

            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "error.429.detail");
            return;
        }

        await ServeAsync(context, tenant);
    }

    private async Task ServeAsync(HttpContext context, ShellSettings tenant)
    {
        using var traced = log.BeginScope(new TenantScopeState(tenant.Name, context.TraceIdentifier));
        System.Diagnostics.Activity.Current?.SetTag("tenant", tenant.Name);
        var started = metrics.Begin();
        var outer = context.RequestServices;
        var endpoint = context.GetEndpoint();
        var (pathBase, path) = (context.Request.PathBase, context.Request.Path);
        Shell? shell = null;
        try
        {
            TenantContext.SetCurrent(tenant);
            await migrator.MigrateAsync(tenant, context.RequestAborted);
            shell = shells.Acquire(tenant);
            if (tenant.RequestUrlPrefix.Length > 0 && path.StartsWithSegments(tenant.PathBase, StringComparison.OrdinalIgnoreCase, out var rest))
            {
                context.Request.PathBase = pathBase + tenant.PathBase;
                context.Request.Path = rest.HasValue ? rest : "/";
            }

            await using var scope = shell.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantContext>().Bind(tenant);
            context.RequestServices = scope.ServiceProvider;
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            await shell.Pipeline(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser went away.
        }
        catch (Exception failure) when (shell is null && !context.Response.HasStarted)
        {
            log.LogError(failure, "Tenant {Tenant} could not be opened ({TraceId})", tenant.Name, context.TraceIdentifier);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "error.503.database");
        }
        finally
        {
            shell?.Release();
            TenantContext.SetCurrent(null);
            context.RequestServices = outer;
            context.SetEndpoint(endpoint);
            (context.Request.PathBase, context.Request.Path) = (pathBase, path);
            metrics.End(started, tenant.Name, context.Response.StatusCode);
        }
    }

    private async Task RefuseAsync(HttpContext context, int status, string key)
    {
        ErrorPage.UseCulture(context);
        if (context.Request.Path.Value?.Contains("/api/", StringComparison.OrdinalIgnoreCase) == true)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(new { type = (string?)null, title = texts["error." + status].Value, status, detail = texts[key].Value, traceId = context.TraceIdentifier },
                options: null, "application/problem+json", context.RequestAborted);
            return;
        }

        await ErrorPage.WriteAsync(context, texts, status, texts[key].Value);
    }
}

/// <summary>Headers of every answer: nothing inline runs, nobody frames the pages.</summary>
internal static class SecurityHeaders
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
