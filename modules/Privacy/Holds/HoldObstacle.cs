using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>A legal hold keeps a client's data where it is.</summary>
internal sealed class HoldObstacle(TenantDb db) : IAnonymizationObstacle
{
    public async Task<AnonymizationObstacle?> FindAsync(DataSubject subject, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var hold = await db.LegalHolds.AsNoTracking().Where(h => h.EndedUtc == null && EF.Parameter(ids).Contains(h.ClientId)).OrderBy(h => h.Id).FirstOrDefaultAsync(cancel);
        return hold is null ? null : new("privacy.hold.obstacle", [hold.Reason], FormattableString.Invariant($"/admin/clients/{subject.ClientId}/privacy"));
    }
}
