using ClientSuite.History;

namespace ClientSuite.Host.Verbs;

internal sealed class HistoryVerb : Verb
{
    public override string Name => "history";

    public override IReadOnlyList<(string Form, string Does)> Help { get; } = [("history verify [NAME|--all]", "seal and check the chain of histories; exit code 1 when one is broken")];

    public override string[] Flags => ["--all"];

    public override bool IsAlone(Arguments arguments) => false;

    public override async Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel)
    {
        if (arguments.Word(0, "verify") != "verify")
        {
            throw new UsageException("Say verify.");
        }

        return await services.GetRequiredService<HistoryCheck>().RunAsync(arguments.Words.ElementAtOrDefault(1), Say, cancel) == 0 ? 0 : 1;
    }
}
