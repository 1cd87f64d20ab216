using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Tenancy;

/// <summary>The pipeline of every shell.</summary>
internal static class ShellPipeline
{
    public static void Configure(IApplicationBuilder app, IReadOnlyList<StartupBase> startups)
    {
        app.UseMiddleware<ErrorMiddleware>();
        app.Use(async (context, next) =>
        {
            await TenantScope.PrepareAsync(context.RequestServices, context.RequestAborted);
            await next(context);
        });
        app.UseMiddleware<ProblemPages>();
        app.UseMiddleware<CleanInput>();
        app.UseRouting();
        app.Use(async (context, next) =>
        {
            context.RequestServices.GetRequiredService<CurrentUser>().BeginRequest();
            var session = context.RequestServices.GetRequiredService<TenantDb>().Session;
            session.RemoteIp = Claims.RemoteIp(context);
            session.CorrelationId = context.TraceIdentifier;
            await next(context);
        });
        app.UseAuthentication();
        app.UseMiddleware<CultureMiddleware>();
        app.Use(async (context, next) =>
        {
            // Before authorisation: nobody is asked to sign in for what does not exist.
            if (context.GetEndpoint() is null || DefaultTenantPages.Refuses(context))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await next(context);
        });
        app.UseAuthorization();
        app.UseMiddleware<BodySizes>();
        app.UseAntiforgery();
        app.UseEndpoints(routes =>
        {
            routes.MapRazorPages();
            PlatformEndpoints.Map(routes);
            foreach (var startup in startups)
            {
                startup.Configure(app, routes);
            }
        });
    }
}
