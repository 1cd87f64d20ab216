using Microsoft.Extensions.Hosting;

namespace ClientSuite.Hosting;

/// <summary>Ends a host gently: first <c>/health/ready</c> answers 503 for as long as the load balancer needs to look away, then
/// no new connection is taken and requests under way finish, then operations and queues stop at the end of their batch.</summary>
internal sealed class Drain(InstallationOptions options, OperationWorker operations, QueueWorker queues, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _stopping;

    public bool IsDraining => _stopping || lifetime.ApplicationStopping.IsCancellationRequested;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (options.DrainSeconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.DrainSeconds), time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(operations.DrainAsync(), queues.DrainAsync()).WaitAsync(cancellationToken);
}
