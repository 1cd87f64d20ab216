using ClientSuite.Portable;
using ClientSuite.Tenancy;

namespace ClientSuite.Host.Verbs;

internal sealed class TenantVerb : Verb
{
    public override string Name => "tenant";

    public override IReadOnlyList<(string Form, string Does)> Help { get; } =
    [
        ("tenant export NAME FILE", "write a tenant to one file, beside a running host"),
        ("tenant import FILE --name NEW [--prefix P] [--host H]", "make a new tenant of it, in SQLite or with"),
        ("    [--provider Postgres --connection CS [--schema S]]", "in a schema of a PostgreSQL database"),
    ];

    public override string[] Options => ["--name", "--prefix", "--host", "--provider", "--connection", "--schema"];

    public override bool IsAlone(Arguments arguments) => arguments.Words is not ["export", ..];

    public override async Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel)
    {
        var transfer = services.GetRequiredService<TenantTransfer>();
        switch (arguments.Word(0, "export or import"))
        {
            case "export":
                var manifest = await transfer.ExportAsync(arguments.Word(1, "NAME"), arguments.Word(2, "FILE"), cancel);
                Say($"{manifest.Tenant.Name}: {manifest.Tables.Sum(t => t.Rows)} rows of {manifest.Tables.Count} tables, {manifest.Files.Count} files");
                return 0;
            case "import":
                var target = new ImportTarget(arguments.Find("--name") ?? throw new UsageException("--name is missing."), arguments.Find("--prefix"), arguments.Find("--host"),
                    arguments.Find("--provider") ?? DatabaseProviders.Sqlite, arguments.Find("--connection") ?? "", arguments.Find("--schema") ?? "");
                var tenant = await transfer.ImportAsync(arguments.Word(1, "FILE"), target, cancel);
                Say($"{tenant.Name}: in service at {(tenant.RequestUrlHost.Length > 0 ? tenant.RequestUrlHost : tenant.PathBase)}, {tenant.DatabaseProvider}");
                return 0;
            default:
                throw new UsageException("Say export or import.");
        }
    }
}
