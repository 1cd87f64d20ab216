using ClientSuite.Portable;

namespace ClientSuite.Host.Verbs;

internal sealed class MigrateVerb : Verb
{
    public override string Name => "migrate";

    public override IReadOnlyList<(string Form, string Does)> Help { get; } = [("migrate --all", "bring every tenant's tables up to this version; one that fails becomes Invalid")];

    public override string[] Flags => ["--all"];

    public override async Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel)
    {
        if (!arguments.Has("--all"))
        {
            throw new UsageException("Say --all.");
        }

        return await services.GetRequiredService<MigrateAll>().RunAsync(Say, cancel) == 0 ? 0 : 1;
    }
}
