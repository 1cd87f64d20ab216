namespace ClientSuite.Hosting;

/// <summary>A few slots that tenants take turns in: a free one goes to whoever holds the fewest, and among equals to whose last turn is longest ago.
/// So nobody gets a second one while another waits, and who brings little work does not wait for all of one who brings much.</summary>
internal sealed class FairSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly List<(string Tenant, TaskCompletionSource Turn)> _waiting = [];
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastTurn = new(StringComparer.Ordinal);
    private long _turns;

    /// <summary>Waits for a slot, which the caller releases.</summary>
    public async Task TakeAsync(string tenant, CancellationToken cancel)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((tenant, turn));
            HandOut();
        }

        try
        {
            await turn.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (_waiting.Remove((tenant, turn)))
                {
                    throw;
                }
            }

            Release(tenant); // it was handed out meanwhile
            throw;
        }
    }

    public void Release(string tenant)
    {
        lock (_lock)
        {
            if (--_held[tenant] == 0)
            {
                _held.Remove(tenant);
            }

            HandOut();
        }
    }

    private void HandOut()
    {
        while (_waiting.Count > 0 && _held.Values.Sum() < count)
        {
            var next = _waiting.MinBy(w => (_held.GetValueOrDefault(w.Tenant), _lastTurn.GetValueOrDefault(w.Tenant))); // the first of equals
            _waiting.Remove(next);
            _held[next.Tenant] = _held.GetValueOrDefault(next.Tenant) + 1;
            _lastTurn[next.Tenant] = ++_turns;
            next.Turn.SetResult();
        }
    }
}
