using ClientSuite.Data;
using ClientSuite.Tenancy;

namespace ClientSuite.History;

/// <summary>Seals what is not sealed yet, then walks the chain of tenants' histories.</summary>
internal sealed class HistoryCheck(TenantStore store, TenantDbFactory factory)
{
    /// <summary>Answers how many tenants' chains are broken or could not be read.</summary>
    public async Task<int> RunAsync(string? name, Action<string> say, CancellationToken cancel)
    {
        var wanted = name is null ? store.All.Where(t => t.State is not (TenantState.Uninitialized or TenantState.Initializing)).OrderBy(t => t.Name, StringComparer.Ordinal).ToList()
            : [store.Find(name) ?? throw new RuleBrokenException("tenants.unknown", name)];
        var bad = 0;
        foreach (var tenant in wanted)
        {
            try
            {
                await using var db = factory.Rent(tenant);
                await new SealHistory(db).RunAsync(cancel);
                var (entries, erased, broken) = await HistoryVerifier.VerifyAsync(db, cancel);
                bad += broken is null ? 0 : 1;
                say($"{tenant.Name}: {entries} entries, {erased} erased, {(broken is null ? "ok" : $"BROKEN at entry {broken}")}");
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or RuleBrokenException)
            {
                bad++;
                say($"{tenant.Name}: NOT READ, {failure.GetBaseException().Message}");
            }
        }

        return bad;
    }
}
