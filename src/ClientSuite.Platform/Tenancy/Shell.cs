using Microsoft.AspNetCore.Http;

namespace ClientSuite.Tenancy;

/// <summary>What makes a shell: the modules and features it is composed of, and the tenant when it is isolated.</summary>
internal readonly record struct ShellKey(string Features, string? Tenant);

/// <summary>One container and pipeline. Counted references: whoever replaces it releases its own, and requests under way keep it
/// alive until they end.</summary>
internal sealed class Shell(ShellKey key, IServiceProvider services, RequestDelegate pipeline)
{
    private int _references = 1;

    public ShellKey Key => key;

    public IServiceProvider Services => services;

    public RequestDelegate Pipeline => pipeline;

    public long LastUsed { get; set; }

    public bool TryAcquire()
    {
        for (; ; )
        {
            var references = Volatile.Read(ref _references);
            if (references == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _references, references + 1, references) == references)
            {
                return true;
            }
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            // Nobody is left to wait for it; disposal of singletons is quick.
            _ = ((IAsyncDisposable)services).DisposeAsync().AsTask();
        }
    }
}
