using ClientSuite.Hosting;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class QueueWorkerTests
{
    [Fact]
    public async Task A_queue_that_throws_is_tried_again_and_holds_nothing_else_up()
    {
        // Nothing is due, so no shell is asked for.
        using var worker = new QueueWorker(null!, null!, null!, TimeProvider.System, NullLogger<QueueWorker>.Instance, null!);
        var tenant = new ShellSettings { Name = "loja", TenantId = "1" };
        var (broken, quiet) = (new Queue(() => throw new InvalidOperationException("broken")), new Queue(() => null));
        Assert.False(await worker.StartDueAsync(tenant, [broken, quiet], CancellationToken.None));
        Assert.Equal((1, 1), (broken.Asked, quiet.Asked));
        Assert.True(await worker.StartDueAsync(tenant, [quiet], CancellationToken.None));
    }

    private sealed class Queue(Func<DateTime?> due) : IWorkQueue
    {
        public int Asked { get; private set; }

        public string Name => "Test";

        public Task<DateTime?> NextDueAsync(CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult(due());
        }

        public Task RunAsync(CancellationToken cancel) => Task.CompletedTask;

        public Task HoldAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
