using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Acme.Loyalty;

/// <summary>Points say nothing about who somebody is: they are given out, and stay.</summary>
internal sealed class LoyaltyPrivacy(TenantDb db) : IPrivacyParticipant
{
    public string Section => "loyalty";

    public IReadOnlyList<string> Tables => ["AcmeLoyalty_Points"];

    public Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        return data.WriteAsync("points", db.Set<Points>().AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.ClientId)).AsAsyncEnumerable(), cancel);
    }

    public Task AnonymizeAsync(DataSubject subject, CancellationToken cancel) => Task.CompletedTask;
}
