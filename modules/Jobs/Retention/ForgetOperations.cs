using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Jobs;

/// <summary>Removes operations that ended long ago: what they did stays, and stays in the history; they can't be taken back any more.</summary>
internal sealed class ForgetOperations(TenantDb db) : IRetentionRule
{
    private const int Batch = 500;

    public string Id => "jobs.operations";

    public int? DefaultDays => 365;

    public int MinimumDays => 30; // as long as their files are kept

    public async Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel) =>
        new(await Due(scope).OrderBy(o => o.Id).Take(RetentionPreview.Cap).CountAsync(cancel), await Due(scope).OrderBy(o => o.Id).Take(RetentionPreview.Shown).Select(o => o.Title).ToListAsync(cancel));

    public Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel) => db.InBatchesAsync(Due(scope).OrderBy(o => o.Id), Batch, db.RemoveRange, cancel);

    private IQueryable<Operation> Due(RetentionScope scope) => db.Set<Operation>().Where(o => o.FinishedUtc < scope.BeforeUtc
        && (o.State == OperationState.Succeeded || o.State == OperationState.Failed || o.State == OperationState.Cancelled || o.State == OperationState.Undone));
}
