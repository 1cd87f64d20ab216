using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Outbox;
using ClientSuite.Privacy;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.History;

/// <summary>What the platform itself keeps about a client: the history, events that failed, remembered answers of the API.</summary>
internal sealed class HistoryPrivacy(TenantDb db, IHistoryErasure erasure) : IPrivacyParticipant
{
    private const string ClientType = "Clients.Client";

    public string Section => "history";

    /// <summary>Last: what the others remove leaves lines, too.</summary>
    public int Order => 1000;

    public IReadOnlyList<string> Tables => ["History_Entry", "History_Line"];

    public async Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var entries = db.Set<HistoryEntry>().AsNoTracking().Where(e => e.ClientId != null && EF.Parameter(ids).Contains(e.ClientId.Value));
        await data.WriteAsync("acts", entries.OrderBy(e => e.Id).Select(e => new PersonalAct(e.Id, e.AtUtc, e.Kind, e.RecordType, e.RecordId)).AsAsyncEnumerable(), cancel);
        // Of the record alone: what else changed stands in its own section, and internal notes only where they were asked for.
        var lines = from line in db.Set<HistoryLine>().AsNoTracking()
                    join entry in db.Set<HistoryEntry>() on line.EntryId equals entry.Id
                    where line.ClientId != null && EF.Parameter(ids).Contains(line.ClientId.Value) && entry.RecordType == ClientType
                    orderby line.Id
                    select new PersonalChange(entry.Id, entry.AtUtc, line.Field, line.OldValue, line.NewValue);
        await data.WriteAsync("changes", lines.AsAsyncEnumerable(), cancel);
    }

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        await erasure.EraseClientsAsync(subject.ClientIds, subject.AnonymousName, cancel);
        var keys = subject.ClientIds.Select(id => string.Create(CultureInfo.InvariantCulture, $"client:{id}")).ToList();
        await db.Set<OutboxEvent>().Where(e => e.ParkedUtc != null && e.RecordKey != null && keys.Contains(e.RecordKey)).ExecuteDeleteAsync(cancel);
        foreach (var id in subject.ClientIds)
        {
            var end = string.Create(CultureInfo.InvariantCulture, $"/api/clients/{id}");
            await db.Set<IdempotentRequest>().Where(r => r.Location != null && r.Location.EndsWith(end)).ExecuteDeleteAsync(cancel);
        }
    }
}

/// <summary>An act, without who of the staff it was.</summary>
internal sealed record PersonalAct(long Id, DateTime AtUtc, string Kind, string RecordType, long? RecordId);

/// <summary>A changed field of the record.</summary>
internal sealed record PersonalChange(long ActId, DateTime AtUtc, string Field, string? Before, string? After);
