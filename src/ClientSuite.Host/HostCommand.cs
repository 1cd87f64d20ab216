using System.Reflection;
using ClientSuite.Host.Verbs;
using ClientSuite.Hosting;
using ClientSuite.Modules;

namespace ClientSuite.Host;

/// <summary>The host's command line: <c>run [--urls URL] [--data DIR] [--demo]</c> and the operator's verbs.</summary>
internal static class HostCommand
{
    private static readonly Verb[] Verbs = [new MigrateVerb(), new BackupVerb(), new RestoreVerb(), new TenantVerb(), new HistoryVerb()];

    /// <summary>Answers the exit code: 0 done, 1 something failed or was found, 2 wrong command line, 3 the data directory is in use.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Missing() is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        if (args is ["--help" or "-h" or "help", ..])
        {
            return Help(Console.Out, 0);
        }

        try
        {
            if (args is [] or [['-', ..], ..] or ["run", ..])
            {
                return await ServeAsync(args is ["run", ..] ? args[1..] : args);
            }

            if (Verbs.FirstOrDefault(v => v.Name == args[0]) is not { } verb)
            {
                throw new UsageException($"Unknown verb '{args[0]}'.");
            }

            return args.Contains("--help", StringComparer.Ordinal) ? Help(Console.Out, 0) : await RunAsync(verb, args[1..]);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return Help(Console.Error, 2);
        }
        catch (InstallationInUseException busy)
        {
            await Console.Error.WriteLineAsync(busy.Message);
            return 3;
        }
    }

    /// <summary>The application, built and set up; the caller starts it.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var demo = args.Contains("--demo", StringComparer.Ordinal);
        var app = Compose([.. args.Where(a => a != "--demo")], configure);
        try
        {
            ClientSuiteHost.Configure(app);
            await ClientSuiteHost.StartAsync(app, demo, CancellationToken.None);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Compose(string[] args, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "ClientSuite.Host",
        });
        // From bin the assets of modules and themes are found by their manifest; published they lie in wwwroot.
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        var paths = builder.Configuration["ClientSuite:Modules:Path"] is { Length: > 0 } modules
            ? new HostPaths(builder.Configuration["data"] ?? "App_Data") { Modules = Path.GetFullPath(modules) }
            : new HostPaths(builder.Configuration["data"] ?? "App_Data");
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "ClientSuite.*.dll").Order(StringComparer.Ordinal)
            .Select(f => Assembly.Load(AssemblyName.GetAssemblyName(f))).ToList();
        ClientSuiteHost.AddServices(builder, paths, assemblies.Where(a => a.IsDefined(typeof(ModuleAttribute))),
            assemblies.Where(a => a.GetName().Name?.StartsWith("ClientSuite.Themes.", StringComparison.Ordinal) == true));
        return builder.Build();
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        await using var app = await BuildAsync(args);
        await app.StartAsync();
        Announcement.Print(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>What the operating system lacks, or null: said here, because it would otherwise fail far from its cause.</summary>
    private static string? Missing()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("America/Sao_Paulo", out _))
        {
            return "Time zone data is missing. Install the package tzdata.";
        }

        return System.Globalization.CultureInfo.GetCultureInfo("pt-BR").NumberFormat.NumberDecimalSeparator == ","
            ? null
            : "ICU is missing, so languages do not work. Install the package libicu.";
    }

    private static async Task<int> RunAsync(Verb verb, string[] args)
    {
        var arguments = new Arguments(args, verb.Flags, verb.Options);
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };
        // What a verb has to say it says itself.
        await using var app = Compose(arguments.Configuration, b => b.Logging.AddFilter((_, level) => level == LogLevel.Critical));
        try
        {
            if (verb.IsAlone(arguments))
            {
                app.Services.GetRequiredService<InstallationLock>().Take();
            }

            if (verb.OpensFirst)
            {
                await ClientSuiteHost.OpenAsync(app.Services, interrupted.Token);
            }

            return await verb.RunAsync(app.Services, arguments, interrupted.Token);
        }
        catch (RuleBrokenException broken)
        {
            var texts = app.Services.GetRequiredService<Texts.TextStoreHolder>();
            await Console.Error.WriteLineAsync(texts[broken.Key, [.. broken.Args]].Value);
            return 1;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync(failure.GetBaseException().Message);
            return 1;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return 130;
        }
    }

    private static int Help(TextWriter output, int code)
    {
        output.WriteLine("Usage: ClientSuite.Host [VERB] [--data DIR] [--ClientSuite:SETTING VALUE]");
        foreach (var (form, does) in Verbs.SelectMany(v => v.Help).Prepend(("run [--urls URL] [--demo]", "start the host; the default verb")))
        {
            output.WriteLine($"  {form,-56} {does}");
        }

        return code;
    }
}
