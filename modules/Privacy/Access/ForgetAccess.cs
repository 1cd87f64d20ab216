using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Removes access entries after six months; the law wants them that long.</summary>
internal sealed class ForgetAccess(TenantDb db) : IRetentionRule
{
    private const int Batch = 1000;

    public string Id => "privacy.access";

    public int? DefaultDays => 183;

    public int MinimumDays => 183;

    public async Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel) =>
        new(await Due(scope).OrderBy(a => a.AtUtc).Take(RetentionPreview.Cap).CountAsync(cancel), []);

    public Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel) => db.InBatchesAsync(Due(scope).OrderBy(a => a.AtUtc), Batch, db.RemoveRange, cancel);

    private IQueryable<AccessEntry> Due(RetentionScope scope) => db.AccessEntries.Where(a => a.AtUtc < scope.BeforeUtc && (a.ClientId == null || !scope.Held.Contains(a.ClientId.Value)));
}
