namespace ClientSuite.Host.Verbs;

/// <summary>One thing the operator can ask of the host on the command line. Runs on the host's services; nothing listens.</summary>
internal abstract class Verb
{
    public abstract string Name { get; }

    /// <summary>A line for each form, indented in the help.</summary>
    public abstract IReadOnlyList<(string Form, string Does)> Help { get; }

    public virtual string[] Flags => [];

    public virtual string[] Options => [];

    /// <summary>True when no host may run on the data directory meanwhile: it would not see what changed.</summary>
    public virtual bool IsAlone(Arguments arguments) => true;

    /// <summary>False when the verb opens the installation by itself.</summary>
    public virtual bool OpensFirst => true;

    /// <summary>Does it; answers the exit code: 0, or 1 when something was found or failed.</summary>
    public abstract Task<int> RunAsync(IServiceProvider services, Arguments arguments, CancellationToken cancel);

    protected static void Say(string line) => Console.WriteLine(line);
}
