using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Tests.Hosting;

/// <summary>Counts the statements that a piece of work sends to the database, whatever other tests do meanwhile.</summary>
internal sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<StrongBox<int>?> Counter = new();

    private Statements()
    {
    }

    /// <summary>
    /// Listens before the first statement: EF asks only once a second whether anybody listens to a connection's statements,
    /// so whoever starts to listen in between hears nothing at first.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "A test assembly is run, not referenced.")]
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new Statements());

    public static async Task<int> OfAsync(Func<Task> work)
    {
        var count = new StrongBox<int>();
        Counter.Value = count;
        try
        {
            await work();
            return count.Value;
        }
        finally
        {
            Counter.Value = null;
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name && Counter.Value is { } count)
        {
            Interlocked.Increment(ref count.Value);
        }
    }

    public void OnCompleted()
    {
        // Listeners live as long as the process.
    }

    public void OnError(Exception error)
    {
        // None of theirs.
    }
}
