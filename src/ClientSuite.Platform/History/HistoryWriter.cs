using ClientSuite.Data;
using ClientSuite.Tenancy;

namespace ClientSuite.History;

internal sealed class HistoryWriter(TenantDb db, TenantClock clock) : IHistory
{
    public Task<HistoryEntry> AddAsync(string kind, string recordType, long? recordId, string recordName, long? clientId, CancellationToken cancel)
    {
        var entry = new HistoryEntry
        {
            AtUtc = clock.UtcNow,
            UserId = db.Session.UserId,
            UserName = db.Session.UserName ?? "",
            OnBehalfOf = db.Session.OnBehalfOf,
            Kind = kind,
            RecordType = recordType,
            RecordId = recordId,
            RecordName = recordName,
            ClientId = clientId,
            RemoteIp = db.Session.RemoteIp,
            CorrelationId = db.Session.CorrelationId,
            OperationId = db.Session.OperationId,
        };
        db.Add(entry);
        return Task.FromResult(entry);
    }

    public void AddLine(HistoryEntry entry, string field, string? before, string? after) =>
        db.Add(HistoryChain.Line(entry, entry.RecordId, entry.ClientId, field, before, after));
}
