using System.Data.Common;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants;

/// <summary>The tenants over HTTP, with Orchard Core's addresses, names and answers.</summary>
internal static class TenantsApi
{
    /// <summary>Stands for a password in answers; sent back, it keeps the stored one.</summary>
    private const string Mask = "******";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/tenants").RequireAuthorization(new RequirePermissionAttribute(PlatformPermissions.ManageTenants))
            .WithMetadata(new DefaultTenantOnlyAttribute()).WithTags("Tenants");
        api.MapGet("/", ListAsync);
        api.MapGet("/{name}", GetAsync);
        api.MapPost("/create", CreateAsync);
        api.MapPost("/setup", SetupAsync);
        api.MapPost("/edit", EditAsync);
        api.MapPost("/enable/{name}", EnableAsync);
        api.MapPost("/disable/{name}", DisableAsync);
        api.MapPost("/remove/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ITenants tenants, ITenantUse uses, string? search, string? q, string? category, string? state, int? skip, int? take, int? page, int? pageSize, CancellationToken cancel)
    {
        var size = Math.Clamp(take ?? pageSize ?? 20, 1, 200);
        var from = Math.Max(0, skip ?? (Math.Max(1, page ?? 1) - 1) * size);
        var found = new TenantFilter { Q = search ?? q, Categories = category is null ? [] : [category], States = state is null ? [] : state.Split(',') }.Apply(tenants.All)
            .OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var items = found.Skip(from).Take(size).ToList();
        var known = await uses.OfAsync(items, cancel);
        return Results.Json(new
        {
            items = items.Select(t => TenantView.Of(t, known.GetValueOrDefault(t.Name), context.Request)),
            total = found.Count,
            page = (from / size) + 1,
            pageSize = size,
            totalCount = found.Count,
            skip = from,
            take = size,
        });
    }

    private static async Task<IResult> GetAsync(string name, HttpContext context, ITenants tenants, ITenantUse uses, CancellationToken cancel) =>
        tenants.Find(name) is { } tenant ? Results.Json(TenantView.Of(tenant, (await uses.OfAsync([tenant], cancel)).GetValueOrDefault(tenant.Name), context.Request)) : Problems.NotFound(context);

    /// <summary>200 with the address of the setup page when the tenant is new, 201 with the same when it exists.</summary>
    private static async Task<IResult> CreateAsync(TenantBody body, HttpContext context, ITenants tenants, TenantLog log, CancellationToken cancel)
    {
        if (body.Name is { Length: > 0 } && tenants.Find(body.Name) is { } existing)
        {
            return Results.Text(SetupPage(existing, context.Request), "text/plain", statusCode: StatusCodes.Status201Created);
        }

        try
        {
            var made = await tenants.CreateAsync(body.ApplyTo(new ShellSettings { Name = body.Name ?? "", TenantId = "" }, withDatabase: true), cancel);
            await log.AddAsync("created", made.Name, cancel);
            return Results.Text(SetupPage(made, context.Request), "text/plain");
        }
        catch (RuleBrokenException broken)
        {
            return Bad(context, broken);
        }
    }

    private static async Task<IResult> SetupAsync(SetupBody body, HttpContext context, ITenants tenants, CreateTenant create, IStringLocalizer texts, CancellationToken cancel)
    {
        if (tenants.Find(body.Name ?? "") is not { } tenant)
        {
            return Problems.NotFound(context);
        }

        if (tenant.State == TenantState.Running)
        {
            return Results.Text(Home(tenant, context.Request), "text/plain", statusCode: StatusCodes.Status201Created);
        }

        var setup = new TenantSetup
        {
            Name = tenant.Name,
            SiteName = body.SiteName is { Length: > 0 } ? body.SiteName : tenant.ShownName,
            UserName = body.UserName?.Trim() ?? "",
            Email = body.Email?.Trim() ?? "",
            Password = body.Password ?? "",
            RecipeName = body.RecipeName is { Length: > 0 } ? body.RecipeName : tenant.RecipeName,
            SiteTimeZone = string.IsNullOrEmpty(body.SiteTimeZone) ? null : body.SiteTimeZone,
        };
        if (await create.FaultsAsync(setup) is { Count: > 0 } faults)
        {
            return Bad(context, texts, faults);
        }

        try
        {
            var running = await create.SetUpAsync(setup, cancel);
            return Results.Text(Home(running, context.Request), "text/plain");
        }
        catch (RuleBrokenException broken)
        {
            return Bad(context, broken);
        }
    }

    private static async Task<IResult> EditAsync(TenantBody body, HttpContext context, ITenants tenants, TenantLog log, CancellationToken cancel)
    {
        if (tenants.Find(body.Name ?? "") is not { } tenant)
        {
            return Problems.NotFound(context);
        }

        try
        {
            var changed = await tenants.UpdateAsync(body.ApplyTo(tenant, withDatabase: tenant.State == TenantState.Uninitialized), cancel);
            await log.AddChangeAsync(tenant, changed, cancel);
            return Results.Ok();
        }
        catch (RuleBrokenException broken)
        {
            return Bad(context, broken);
        }
    }

    private static Task<IResult> EnableAsync(string name, HttpContext context, ITenants tenants, TenantLog log, CancellationToken cancel) =>
        SwitchAsync(name, context, tenants, log, "enabled", t => t.CanEnable, tenants.EnableAsync, cancel);

    private static Task<IResult> DisableAsync(string name, HttpContext context, ITenants tenants, TenantLog log, CancellationToken cancel) =>
        SwitchAsync(name, context, tenants, log, "disabled", t => t.CanDisable, tenants.DisableAsync, cancel);

    private static async Task<IResult> SwitchAsync(string name, HttpContext context, ITenants tenants, TenantLog log, string kind, Func<ShellSettings, bool> can,
        Func<ShellSettings, CancellationToken, Task<ShellSettings>> act, CancellationToken cancel)
    {
        if (tenants.Find(name) is not { } tenant)
        {
            return Problems.NotFound(context);
        }

        if (!can(tenant))
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, tenant.IsDefault ? "tenants.defaultStays" : "tenants.error.wrongState", [tenant.Name]);
        }

        try
        {
            await act(tenant, cancel);
        }
        catch (RuleBrokenException broken)
        {
            return Bad(context, broken);
        }

        await log.AddAsync(kind, tenant.Name, cancel);
        return Results.Ok();
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext context, ITenants tenants, TenantLog log, CancellationToken cancel)
    {
        if (tenants.Find(name) is not { } tenant)
        {
            return Problems.NotFound(context);
        }

        if (tenant.IsDefault)
        {
            return Problems.Of(context, StatusCodes.Status403Forbidden, "tenants.defaultStays");
        }

        try
        {
            await tenants.RemoveAsync(tenant.Name, cancel);
        }
        catch (RuleBrokenException broken)
        {
            return Bad(context, broken);
        }

        await log.AddAsync("deleted", tenant.Name, cancel);
        return Results.Ok();
    }

    private static IResult Bad(HttpContext context, RuleBrokenException broken) =>
        Problems.Of(context, StatusCodes.Status400BadRequest, broken.Key, [.. broken.Args], field: broken.Field);

    /// <summary>Several at once, each at its field.</summary>
    private static IResult Bad(HttpContext context, IStringLocalizer texts, IReadOnlyList<RuleBrokenException> faults) => Results.ValidationProblem(
        faults.GroupBy(f => f.Field ?? "").ToDictionary(g => g.Key, g => g.Select(f => texts[f.Key, [.. f.Args]].Value).ToArray(), StringComparer.Ordinal),
        detail: string.Join(' ', faults.Select(f => texts[f.Key, [.. f.Args]].Value).Distinct()),
        instance: context.Request.PathBase + context.Request.Path,
        statusCode: StatusCodes.Status400BadRequest,
        title: texts["error.400"].Value,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["traceId"] = context.TraceIdentifier });

    internal static string SetupPage(ShellSettings tenant, HttpRequest request) =>
        tenant.State == TenantState.Uninitialized ? $"{request.Scheme}://{request.Host}{request.PathBase}/admin/tenants/{tenant.Name}/setup" : Home(tenant, request);

    private static string Home(ShellSettings tenant, HttpRequest request) => tenant.Urls(request) is [var url, ..] ? url : "";

    internal static string Masked(string connection)
    {
        if (connection.Length == 0)
        {
            return "";
        }

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            foreach (var key in parts.Keys.Cast<string>().Where(IsSecret).ToList())
            {
                parts[key] = Mask;
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return Mask; // what cannot be read may hold anything
        }
    }

    internal static string Unmask(string sent, string stored)
    {
        if (!sent.Contains(Mask, StringComparison.Ordinal) || stored.Length == 0)
        {
            return sent;
        }

        try
        {
            var next = new DbConnectionStringBuilder { ConnectionString = sent };
            var old = new DbConnectionStringBuilder { ConnectionString = stored };
            foreach (var key in next.Keys.Cast<string>().Where(k => IsSecret(k) && next[k] as string == Mask && old.ContainsKey(k)).ToList())
            {
                next[key] = old[key];
            }

            return next.ConnectionString;
        }
        catch (ArgumentException)
        {
            return sent;
        }
    }

    private static bool IsSecret(string key) => key.Contains("password", StringComparison.OrdinalIgnoreCase) || key.Equals("pwd", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A tenant as Orchard Core posts it.</summary>
internal sealed record TenantBody(string? Name, string? RequestUrlPrefix, string? RequestUrlHost, string? Category, string? Description,
    string? DatabaseProvider, string? ConnectionString, string? Schema, string? TablePrefix, string? RecipeName, string[]? FeatureProfiles, bool? Isolated)
{
    /// <summary>What is left out stays as it is.</summary>
    public ShellSettings ApplyTo(ShellSettings tenant, bool withDatabase)
    {
        var applied = tenant with
        {
            RequestUrlPrefix = RequestUrlPrefix?.Trim().Trim('/') ?? tenant.RequestUrlPrefix,
            RequestUrlHost = RequestUrlHost?.Trim() ?? tenant.RequestUrlHost,
            Category = Category?.Trim() ?? tenant.Category,
            Description = Description?.Trim() ?? tenant.Description,
            RecipeName = RecipeName ?? tenant.RecipeName,
            Isolated = Isolated ?? tenant.Isolated,
        };
        return withDatabase
            ? applied with
            {
                DatabaseProvider = DatabaseProvider is { Length: > 0 } provider ? provider : tenant.DatabaseProvider,
                ConnectionString = ConnectionString is { Length: > 0 } connection ? TenantsApi.Unmask(connection, tenant.ConnectionString) : tenant.ConnectionString,
                Schema = Schema is { Length: > 0 } ? Schema : tenant.Schema,
            }
            : applied;
    }
}

internal sealed record SetupBody(string? Name, string? SiteName, string? UserName, string? Email, string? Password, string? RecipeName, string? SiteTimeZone,
    string? DatabaseProvider, string? ConnectionString);

internal sealed record TenantView(string Name, string SiteName, string State, string? InvalidReason, string RequestUrlPrefix, string RequestUrlHost, string Category, string Description,
    string DatabaseProvider, string ConnectionString, string Schema, string RecipeName, bool Isolated, IReadOnlyList<string> Features, DateTime CreatedUtc,
    IReadOnlyList<string> Urls, string? PrimaryUrl, string? SetupUrl, bool CanStart, bool CanStop, bool CanDelete, TenantUse? Use)
{
    public static TenantView Of(ShellSettings t, TenantUse? use, HttpRequest request)
    {
        var urls = t.Urls(request);
        return new(t.Name, t.SiteName, t.State.ToString(), t.InvalidReason, t.RequestUrlPrefix, t.RequestUrlHost, t.Category, t.Description,
            t.DatabaseProvider, TenantsApi.Masked(t.ConnectionString), t.Schema, t.RecipeName, t.Isolated, t.Features, t.CreatedUtc,
            urls, urls.Count > 0 ? urls[0] : null, t.State == TenantState.Uninitialized ? TenantsApi.SetupPage(t, request) : null, t.CanEnable, t.CanDisable, t.CanRemove, use);
    }
}
