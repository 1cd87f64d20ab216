using ClientSuite.Outbox;
using Xunit;

namespace ClientSuite.Tests.Outbox;

public sealed class VisitQueueTests
{
    private readonly VisitQueue _queue = new(TimeProvider.System);

    [Fact]
    public void A_tenant_waits_once_however_often_it_is_woken()
    {
        foreach (var tenant in new[] { "a", "b", "a", "a", "b" })
        {
            _queue.Wake(tenant);
        }

        Assert.Equal(["a", "b"], Waiting());
    }

    [Fact]
    public void A_tenant_that_is_woken_during_its_visit_is_visited_again_and_not_twice_at_a_time()
    {
        _queue.Wake("a");
        Assert.Equal(["a"], Waiting());
        _queue.Wake("a"); // still waits for its slot
        _queue.Begin("a");
        _queue.Wake("a");
        _queue.Wake("a");
        Assert.Empty(Waiting());
        _queue.End("a");
        Assert.Equal(["a"], Waiting());
        _queue.Begin("a");
        _queue.End("a");
        Assert.Empty(Waiting());
        _queue.Wake("a");
        Assert.Equal(["a"], Waiting());
    }

    private List<string> Waiting()
    {
        var waiting = new List<string>();
        while (_queue.Turns.TryRead(out var turn))
        {
            waiting.Add(turn.Tenant);
        }

        return waiting;
    }
}
