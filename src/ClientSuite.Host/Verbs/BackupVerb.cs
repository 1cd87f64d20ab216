using ClientSuite.Portable;

namespace ClientSuite.Host.Verbs;

internal sealed class BackupVerb : Verb
{
    public override string Name => "backup";

    public override IReadOnlyList<(string Form, string Does)> Help { get; } = [("backup DIR", "copy the whole installation to an empty directory, beside a running host")];

    public override bool IsAlone(Arguments arguments) => false;

    public override async Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel)
    {
        var manifest = await services.GetRequiredService<InstallationBackup>().RunAsync(arguments.Word(0, "DIR"), Say, cancel);
        Say($"{manifest.Tenants.Count} tenants, {manifest.Files.Count} files, {manifest.Files.Sum(f => f.Size) / 1024} KiB; {manifest.Failed.Count} failed");
        return manifest.Failed.Count == 0 ? 0 : 1;
    }
}

internal sealed class RestoreVerb : Verb
{
    public override string Name => "restore";

    public override IReadOnlyList<(string Form, string Does)> Help { get; } = [("restore DIR [--force]", "put a backup back; with --force where something is, which is moved aside")];

    public override string[] Flags => ["--force"];

    public override bool OpensFirst => false;

    public override async Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel)
    {
        await services.GetRequiredService<InstallationRestore>().RunAsync(arguments.Word(0, "DIR"), arguments.Has("--force"), Say, cancel);
        return 0;
    }
}
