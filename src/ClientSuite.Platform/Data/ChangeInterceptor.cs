using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Outbox;
using ClientSuite.Search;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Data;

/// <summary>What every change does: stamps, version, history, search row and outbox events, all in the save's transaction.</summary>
internal sealed class ChangeInterceptor(WorkSignals signals, TimeProvider time) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("Save asynchronously: SaveChangesAsync.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (TenantDb)eventData.Context!; // registered on TenantDb alone
        var utc = time.GetUtcNow().UtcDateTime;
        var now = new DateTime(utc.Ticks - (utc.Ticks % 10), DateTimeKind.Utc);
        db.ChangeTracker.DetectChanges();
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            var shape = RecordShape.Of(entry.Metadata);
            if (entry.Entity is ContentItem item)
            {
                Stamp(db, entry, item, shape, now);
            }

            if (shape.IsTracked)
            {
                Record(db, entry, shape, now);
            }

            if (entry.Entity is ContentItem record and ISearchable searchable)
            {
                Index(db, entry, record, searchable, shape);
            }
        }

        await StoreEventsAsync(db, now, cancellationToken);
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Failed(eventData);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Failed(eventData);
        return Task.CompletedTask;
    }

    /// <summary>A failed save may be tried again on the same context: what it added for itself must not be saved twice.</summary>
    private void Failed(DbContextErrorEventData eventData)
    {
        var session = ((TenantDb)eventData.Context!).Session; // registered on TenantDb alone
        for (; session.MarkedSaves > 0 && eventData.Context!.Database.CurrentTransaction is null; session.MarkedSaves--)
        {
            signals.Ended(session.Tenant, committed: false);
        }

        foreach (var entry in eventData.Context!.ChangeTracker.Entries().Where(e => e.State == EntityState.Added
            && e.Entity is HistoryEntry or HistoryLine or OutboxEvent or SearchEntry).ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    private static void Stamp(TenantDb db, EntityEntry entry, ContentItem item, RecordShape shape, DateTime now)
    {
        if (entry.State == EntityState.Added)
        {
            item.ContentItemId = item.ContentItemId.Length > 0 ? item.ContentItemId : PublicId.New(TimeProvider.System);
            item.CreatedUtc = item.CreatedUtc == default ? now : item.CreatedUtc;
            item.OwnerId ??= db.Session.UserId;
        }

        if (entry.State == EntityState.Added || (entry.State == EntityState.Modified && shape.IsEdited(entry)))
        {
            item.ModifiedUtc = now;
            item.Version++;
        }
    }

    private static void Record(TenantDb db, EntityEntry entry, RecordShape shape, DateTime now)
    {
        var changes = entry.State == EntityState.Modified ? Changes(entry, shape) : [];
        var deletion = entry.Entity is ContentItem && entry.State == EntityState.Modified ? entry.Property(nameof(ContentItem.DeletedUtc)) : null;
        var kind = entry.State switch
        {
            EntityState.Added => "created",
            EntityState.Deleted => entry.Entity is ContentItem ? "purged" : "deleted",
            _ when deletion is { IsModified: true, OriginalValue: null, CurrentValue: not null } => "deleted",
            _ when deletion is { IsModified: true, OriginalValue: not null, CurrentValue: null } => "restored",
            _ => "updated",
        };
        if (kind == "updated" && changes.Count == 0)
        {
            return;
        }

        var recordId = (long)entry.Property("Id").CurrentValue!; // tracked records have a long Id
        var clientId = entry.Entity is IClientRecord { HistoryClientId: { } client } ? client : (long?)null;
        var history = new HistoryEntry
        {
            AtUtc = now,
            UserId = db.Session.UserId,
            UserName = db.Session.UserName ?? "",
            OnBehalfOf = db.Session.OnBehalfOf,
            Kind = kind,
            RecordType = shape.RecordType,
            RecordId = recordId,
            RecordName = NameOf(entry),
            ClientId = clientId,
            RemoteIp = db.Session.RemoteIp,
            CorrelationId = db.Session.CorrelationId,
            OperationId = db.Session.OperationId,
        };
        db.Add(history);
        if (entry.State == EntityState.Added)
        {
            db.Add(HistoryChain.Line(history, recordId, clientId, "*", null, shape.Values(entry.Entity)));
        }

        foreach (var (field, before, after) in changes)
        {
            db.Add(HistoryChain.Line(history, recordId, clientId, field, before, after));
        }
    }

    private static List<(string Field, string? Before, string? After)> Changes(EntityEntry entry, RecordShape shape)
    {
        var changes = new List<(string, string?, string?)>();
        foreach (var field in shape.Fields)
        {
            var property = entry.Property(field.Property);
            if (!property.IsModified)
            {
                continue;
            }

            var before = RecordShape.Text(property.OriginalValue);
            var after = RecordShape.Text(property.CurrentValue);
            if (before == after)
            {
                continue;
            }

            if (field.Name == "fields")
            {
                changes.AddRange(CustomFields(before, after));
            }
            else
            {
                changes.Add(field.IsSecret ? (field.Name, "***", "***") : (field.Name, before, after));
            }
        }

        return changes;
    }

    /// <summary>Admin-made fields change one by one, under their storage key.</summary>
    private static IEnumerable<(string, string?, string?)> CustomFields(string? before, string? after)
    {
        var old = Parse(before);
        var current = Parse(after);
        return old.Keys.Union(current.Keys)
            .Where(key => old.GetValueOrDefault(key) != current.GetValueOrDefault(key))
            .Select(key => ("fields." + key, old.GetValueOrDefault(key), current.GetValueOrDefault(key)));

        static Dictionary<string, string?> Parse(string? json)
        {
            using var document = JsonDocument.Parse(string.IsNullOrEmpty(json) ? "{}" : json);
            return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString(), StringComparer.Ordinal);
        }
    }

    private static string NameOf(EntityEntry entry)
    {
        var name = entry.Entity switch
        {
            ContentItem item => item.DisplayText,
            IHistoryName named => named.HistoryName,
            _ => entry.Metadata.ClrType.Name,
        };
        return name.Length <= 255 ? name : name[..255];
    }

    private static void Index(TenantDb db, EntityEntry entry, ContentItem record, ISearchable searchable, RecordShape shape)
    {
        if (entry.State == EntityState.Deleted)
        {
            db.Remove(new SearchEntry { RecordId = record.Id });
            return;
        }

        var row = SearchRows.Make(record.Id, shape.RecordType, searchable.GetSearchText());
        if (entry.State == EntityState.Added)
        {
            db.Add(row);
        }
        else if (db.ChangeTracker.Entries<SearchEntry>().FirstOrDefault(e => e.Entity.RecordId == record.Id) is { } tracked)
        {
            tracked.CurrentValues.SetValues(row);
        }
        else
        {
            db.Update(row);
        }
    }

    private async Task StoreEventsAsync(TenantDb db, DateTime now, CancellationToken cancel)
    {
        var raised = db.TakeRaised();
        var announces = raised.Count > 0 || db.ChangeTracker.Entries().Any(e => e is { State: EntityState.Added, Entity: IQueuedWork });
        foreach (var item in raised)
        {
            db.Add(OutboxEvent.Of(item, db.Session.CorrelationId, now));
        }

        if (announces)
        {
            await signals.MarkAsync(db.Session.Tenant, cancel);
            db.Session.MarkedSaves++;
        }
    }
}

/// <summary>Lines of the history and what the chain covers of them.</summary>
internal static class HistoryChain
{
    public static HistoryLine Line(HistoryEntry entry, long? recordId, long? clientId, string field, string? before, string? after)
    {
        var salt = NewSalt();
        return new HistoryLine
        {
            EntryId = entry.Id,
            RecordId = recordId,
            ClientId = clientId,
            Field = field,
            OldValue = before,
            NewValue = after,
            Salt = salt,
            ValueHash = ValueHash(salt, before, after),
        };
    }

    /// <summary>Covers salt and values, so that an erasure can delete both and leave the chain whole.</summary>
    public static string ValueHash(string salt, string? before, string? after) => Hash($"{salt}\n{Part(before)}\n{Part(after)}");

    /// <summary>Covers salt, who acted and from where, for the same reason.</summary>
    public static string ActorHash(string salt, HistoryEntry e) => Hash($"{salt}\n{Part(e.UserName)}\n{Part(e.OnBehalfOf)}\n{Part(e.RemoteIp)}");

    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static string Part(string? value) => value is null ? "-" : $"{value.Length}:{value}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
