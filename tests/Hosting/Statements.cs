using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Tests.Hosting;

/// <summary>Counts the statements that a piece of work sends to the database, whatever other tests do meanwhile.</summary>
internal sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<StrongBox<int>?> Counter = new();

    static Statements() => DiagnosticListener.AllListeners.Subscribe(new Statements());

    private Statements()
    {
    }

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
