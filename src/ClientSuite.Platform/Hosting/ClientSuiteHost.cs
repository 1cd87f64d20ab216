using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using ClientSuite.Addresses;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Outbox;
using ClientSuite.Portable;
using ClientSuite.Recipes;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ClientSuite.Hosting;

/// <summary>Composes the host: services that all tenants share, and the pipeline in front of the shells.</summary>
internal static class ClientSuiteHost
{
    public static void AddServices(WebApplicationBuilder builder, HostPaths paths, IEnumerable<Assembly> modules, IEnumerable<Assembly> themes)
    {
        var options = builder.Configuration.GetSection("ClientSuite").Get<InstallationOptions>() ?? new InstallationOptions();
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Math.Min(BodySizes.WithoutFiles, options.MaxUploadBytes); // raised where files are taken
        });
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(o => o.MultipartBodyLengthLimit = options.MaxUploadBytes);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(25 + options.DrainSeconds));
        services.AddSingleton<Drain>();
        services.AddHostedService(s => s.GetRequiredService<Drain>());
        TelemetryExport.AddTo(builder);
        services.AddResponseCompression(o =>
        {
            // Pages carry form tokens, which are masked anew in each answer, and cookies stay on the site: compressing them gives nothing away.
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        services.AddSingleton(options);
        services.AddSingleton(paths);
        services.AddSingleton(builder.Configuration.GetSection("ClientSuite:Files").Get<StorageOptions>() ?? new StorageOptions());
        services.AddSingleton<S3Store>();
        services.AddSingleton(builder.Configuration.GetSection("ClientSuite:PostalCodes").Get<PostalCodeOptions>() ?? new PostalCodeOptions());
        services.AddSingleton<IAddressLookup, PostalCodeService>();
        services.AddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddSingleton(new ModuleCatalogHolder(ModuleCatalog.Create(modules.Select(a => ModuleInfo.Read(a, isDropIn: false)).OfType<ModuleInfo>(), themes)));
        services.AddSingleton(new HostDatabase(paths, options.HostDatabase));
        services.AddSingleton<TextStoreHolder>();
        services.AddSingleton<ModuleFiles>();
        services.AddSingleton<IModuleInstaller, ModuleInstaller>();
        services.AddSingleton<TenantStore>();
        services.AddSingleton<SharedModelMetadata>();
        services.AddSingleton<ShellBuilder>();
        services.AddSingleton<ShellManager>();
        services.AddSingleton<IShellHost>(s => s.GetRequiredService<ShellManager>());
        services.AddSingleton<HostBus>();
        services.AddSingleton<TenantCache>();
        services.AddSingleton<ITenantCache>(s => s.GetRequiredService<TenantCache>());
        services.AddHostedService<HostListener>();
        services.AddSingleton<WorkSignals>();
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<ChangeInterceptor>();
        services.AddSingleton<SqliteWriteGates>();
        services.AddSingleton<Ids>();
        services.AddSingleton<IIds>(s => s.GetRequiredService<Ids>());
        services.AddSingleton<TenantDbFactory>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<DatabaseProvisioner>();
        services.AddSingleton<RecipeLibrary>();
        services.AddSingleton<RecipeRunner>();
        services.AddSingleton<SetupRunner>();
        services.AddSingleton<FeatureSwitch>();
        services.AddSingleton<TaskSchedule>();
        services.AddSingleton<Tenants>();
        services.AddSingleton<ITenants>(s => s.GetRequiredService<Tenants>());
        services.AddSingleton<TenantUses>();
        services.AddSingleton<ITenantUse>(s => s.GetRequiredService<TenantUses>());
        services.AddSingleton<RateLimits>();
        services.AddSingleton<HostMetrics>();
        services.AddSingleton<OperationWorker>();
        services.AddSingleton<QueueWorker>();
        services.AddSingleton<AutoSetup>();
        services.AddSingleton<InstallationLock>();
        services.AddSingleton<TenantContent>();
        services.AddSingleton<TenantArchive>();
        services.AddSingleton<TenantTransfer>();
        services.AddSingleton<InstallationBackup>();
        services.AddSingleton<InstallationRestore>();
        services.AddSingleton<MigrateAll>();
        services.AddSingleton<HistoryCheck>();
        var keys = services.AddDataProtection().SetApplicationName("ClientSuite");
        if (options.KeyRingCertificate.Length > 0)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(options.KeyRingCertificate, options.KeyRingCertificatePassword));
        }

        services.AddSingleton<IXmlRepository, HostKeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((o, keys) => o.XmlRepository = keys);
        if (options.RunsBackgroundWork)
        {
            services.AddHostedService<WorkDispatcher>();
            services.AddHostedService<TaskRunner>();
        }

        if (options.KnownProxies.Length > 0)
        {
            services.Configure<ForwardedHeadersOptions>(o =>
            {
                o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                foreach (var proxy in options.KnownProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    o.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            });
        }
    }

    public static void Configure(WebApplication app)
    {
        var options = app.Services.GetRequiredService<InstallationOptions>();
        app.Environment.WebRootFileProvider = new CompositeFileProvider(app.Environment.WebRootFileProvider, app.Services.GetRequiredService<ModuleFiles>());
        if (options.KnownProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=300",
        });
        app.UseRouting();
        app.MapGet("/health/live", () => Results.Json(new { status = "ok" }));
        app.MapGet("/health/ready", ReadyAsync);
        app.MapGet("/metrics", Metrics);
        app.UseMiddleware<TenantMiddleware>();
        app.UseEndpoints(_ => { });
    }

    /// <summary>Loads and sets up before the host listens, and warms the commonest shell.</summary>
    public static async Task StartAsync(WebApplication app, bool demo, CancellationToken cancel)
    {
        app.Services.GetRequiredService<InstallationLock>().Take();
        var database = app.Services.GetRequiredService<HostDatabase>();
        var (turn, isAlone) = await database.StartInTurnAsync(cancel);
        await using (turn)
        {
            await database.EnsureCreatedAsync(cancel);
            await app.Services.GetRequiredService<AutoSetup>().RunAsync(demo, isAlone, cancel);
        }

        var commonest = app.Services.GetRequiredService<TenantStore>().All.Where(t => t.State == TenantState.Running)
            .GroupBy(t => string.Join(',', t.Features)).MaxBy(g => g.Count())?.First();
        if (commonest is not null)
        {
            app.Services.GetRequiredService<ShellManager>().Warm(commonest);
        }
    }

    /// <summary>Loads what the operator's verbs work on; nothing is set up and nothing listens.</summary>
    public static async Task OpenAsync(IServiceProvider services, CancellationToken cancel)
    {
        await services.GetRequiredService<HostDatabase>().EnsureCreatedAsync(cancel);
        await services.GetRequiredService<IModuleInstaller>().ScanAsync(cancel);
        await services.GetRequiredService<TenantStore>().LoadAsync(cancel);
    }

    private static async Task<IResult> ReadyAsync(HostDatabase database, TenantStore tenants, Drain drain, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var isGood = true;
        string? error = null;
        try
        {
            await using var db = database.Open();
            isGood = await db.Database.CanConnectAsync(cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            (isGood, error) = (false, failure.GetType().Name);
        }

        var isReady = isGood && !drain.IsDraining;
        var invalid = tenants.All.Count(t => t.State == TenantState.Invalid);
        var body = new
        {
            status = drain.IsDraining ? "stopping" : isGood ? "ok" : "unavailable",
            checks = new
            {
                hostDatabase = new { status = isGood ? "ok" : "unavailable", error, milliseconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1) },
                tenants = new { status = invalid == 0 ? "ok" : "degraded", total = tenants.All.Count, invalid },
            },
        };
        return Results.Json(body, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>For the operator's collector on this machine: loopback, not through a proxy.</summary>
    private static IResult Metrics(HttpContext context, HostMetrics metrics, ShellManager shells, TenantStore tenants)
    {
        var isLocal = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded")
            && !context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName); // of a known proxy on this machine
        return isLocal ? Results.Text(metrics.Text(shells.Count, tenants.All.Count), "text/plain; version=0.0.4") : Results.StatusCode(StatusCodes.Status403Forbidden);
    }
}
