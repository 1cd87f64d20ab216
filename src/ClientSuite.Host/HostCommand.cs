using System.Reflection;
using ClientSuite.Hosting;
using ClientSuite.Modules;

namespace ClientSuite.Host;

/// <summary>The host's command line: <c>run [--urls URL] [--data DIR] [--demo]</c> and the operator's verbs.</summary>
internal static class HostCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var verb = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "run";
        if (Missing() is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        var rest = verb == "run" && (args.Length == 0 || args[0].StartsWith('-')) ? args : args[1..];
        return verb == "run" ? await ServeAsync(rest) : Unknown(verb);
    }

    /// <summary>The application, built and set up; the caller starts it.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var demo = args.Contains("--demo", StringComparer.Ordinal);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Where(a => a != "--demo")],
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "ClientSuite.Host",
        });
        // From bin the assets of modules and themes are found by their manifest; published they lie in wwwroot.
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        var paths = new HostPaths(builder.Configuration["data"] ?? "App_Data");
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "ClientSuite.*.dll").Order(StringComparer.Ordinal)
            .Select(f => Assembly.Load(AssemblyName.GetAssemblyName(f))).ToList();
        ClientSuiteHost.AddServices(builder, paths, assemblies.Where(a => a.IsDefined(typeof(ModuleAttribute))),
            assemblies.Where(a => a.GetName().Name?.StartsWith("ClientSuite.Themes.", StringComparison.Ordinal) == true));
        var app = builder.Build();
        ClientSuiteHost.Configure(app);
        await ClientSuiteHost.StartAsync(app, demo, CancellationToken.None);
        return app;
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

    private static int Unknown(string verb)
    {
        Console.Error.WriteLine($"Unknown verb '{verb}'. Known: run.");
        return 2;
    }
}
