using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Files;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using ClientSuite.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Conventions;

/// <summary>A shell with every feature: all pages and endpoints that there are.</summary>
public sealed class AccessTests(TestHost host)
{
    [Fact]
    public void Every_page_and_endpoint_says_who_may_use_it()
    {
        var endpoints = Endpoints();
        Assert.True(endpoints.Count > 30);
        Nothing.In(endpoints.Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(Name).Distinct());
    }

    [Fact]
    public void Every_permission_that_is_asked_for_is_declared()
    {
        using var scope = Shell().Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Bind(host.Tenants.Find(ShellSettings.DefaultName)!); // every installation has Default
        var known = scope.ServiceProvider.GetServices<IPermissionProvider>().SelectMany(p => p.Permissions).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(scope.ServiceProvider.GetServices<IPortalPermissionProvider>().SelectMany(p => p.Permissions).Select(p => p.Name));
        known.UnionWith([PortalAccess.Enter, PortalPermissions.ManagePermissions]); // granted to nobody: the rules give them
        Nothing.In(Endpoints().SelectMany(e => e.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().Where(p => !known.Contains(p.Permission)).Select(p => $"{Name(e)} asks for {p.Permission}")).Distinct());
    }

    /// <summary>The API knows bearer tokens alone, which no foreign site can make a browser send.</summary>
    [Fact]
    public void Only_the_api_goes_without_form_tokens() => Nothing.In(Endpoints()
        .Where(e => e.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false } && (e as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) != true)
        .Select(Name));

    [Fact]
    public void A_page_says_it_once_and_on_its_model() => Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetTypes())
        .Where(t => typeof(PageModel).IsAssignableFrom(t) && !t.IsAbstract)
        .Where(t => t.GetCustomAttributes(inherit: true).Count(a => a is AuthorizeAttribute or AllowAnonymousAttribute) != 1)
        .Select(t => t.FullName));

    /// <summary>Nothing else may read more than a few megabytes.</summary>
    [Fact]
    public void What_takes_a_file_says_so()
    {
        Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetTypes())
            .Where(t => typeof(PageModel).IsAssignableFrom(t) && !t.IsAbstract && !t.IsDefined(typeof(TakesFilesAttribute), inherit: true))
            .Where(t => Posted(t).Concat(Posted(t).SelectMany(Posted)).Any(p => typeof(IFormFile).IsAssignableFrom(p) || typeof(IEnumerable<IFormFile>).IsAssignableFrom(p)))
            .Select(t => t.FullName));
        Nothing.In(Endpoints()
            .Where(e => e.Metadata.GetMetadata<TakesFilesAttribute>() is null && e.Metadata.GetOrderedMetadata<IAcceptsMetadata>().Any(a => a.ContentTypes.Contains("multipart/form-data") || a.ContentTypes.Contains(FileTypes.Binary)))
            .Select(Name).Distinct());

        static IEnumerable<Type> Posted(Type type) => type.Assembly.GetName().Name?.StartsWith("ClientSuite.", StringComparison.Ordinal) == true
            ? type.GetProperties().Select(p => p.PropertyType).Concat(type.GetMethods().Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)).SelectMany(m => m.GetParameters()).Select(p => p.ParameterType))
            : [];
    }

    private static string Name(Endpoint endpoint) => endpoint is RouteEndpoint route ? $"{string.Join(',', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {route.RoutePattern.RawText} ({route.DisplayName})" : endpoint.DisplayName ?? "?";

    private Shell Shell()
    {
        var catalog = host.Services.GetRequiredService<ModuleCatalogHolder>().Current;
        return host.Services.GetRequiredService<ShellManager>().Acquire(host.Tenants.Find(ShellSettings.DefaultName)! with { Features = catalog.Normalise(catalog.Features.Select(f => f.Id)) }); // every installation has Default
    }

    private List<Endpoint> Endpoints() => [.. Shell().Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).Distinct()];
}
