using ClientSuite.Hosting;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class FairSlotsTests
{
    private readonly FairSlots _slots = new(2);

    [Fact]
    public async Task A_tenant_alone_takes_all_slots_and_no_more()
    {
        var turns = Take("a", "a", "a");
        await Task.WhenAll(turns[..2]);
        Assert.False(turns[2].IsCompleted);
        _slots.Release("a");
        await turns[2];
    }

    [Fact]
    public async Task Nobody_gets_a_second_slot_while_another_waits()
    {
        var many = Take("a", "a", "a", "a");
        var one = Take("b")[0];
        _slots.Release("a");
        await one;
        Assert.False(many[2].IsCompleted);
        _slots.Release("b");
        await many[2]; // alone again
    }

    [Fact]
    public async Task Tenants_take_turns_however_much_each_brings()
    {
        var a = Take("a", "a", "a", "a");
        var b = Take("b", "b", "b");
        var c = Take("c")[0];
        _slots.Release("a");
        await b[0];
        _slots.Release("a"); // b came before c and has had its turn
        await c;
        Assert.False(a[2].IsCompleted || b[1].IsCompleted);
        _slots.Release("c");
        await a[2];
    }

    [Fact]
    public async Task Who_stops_waiting_is_passed_over_and_keeps_no_slot()
    {
        Take("a", "a");
        using var stop = new CancellationTokenSource();
        var cancelled = _slots.TakeAsync("b", stop.Token);
        var next = Take("c")[0];
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _slots.Release("a");
        await next;
        _slots.Release("a");
        await Take("b")[0];
    }

    private Task[] Take(params string[] tenants) => [.. tenants.Select(t => _slots.TakeAsync(t, CancellationToken.None))];
}
