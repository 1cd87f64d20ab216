using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Makes one client of two, and two of one again. Each in one transaction: records, references, history, event.</summary>
internal sealed class ClientMerging(TenantDb db, IRecordReferences references, IEnumerable<IMergeParticipant> participants, SameDocument documents, IHistory history, ICurrentUser user, TenantClock clock)
{
    public const string HistoryKind = "merged";
    public const string UndoHistoryKind = "parted";
    private const string CustomFields = "fields";
    private const string Photo = "photo";
    private static readonly string[] Block = ["blocked", "blockedReason"];
    private const int MostContacts = 10;
    private const int CpfLength = 11;

    /// <summary>What the kept client will be: the fields of <paramref name="taken"/> from the other, addresses and numbers of both.</summary>
    public static ClientDetails Combine(ClientDetails kept, ClientDetails merged, IReadOnlySet<string> taken)
    {
        var details = ClientFields.Take(kept, merged, taken);
        return details with
        {
            // The document decides, whichever the kind was taken from.
            PersonKind = details.TaxId.Length == 0 ? details.PersonKind : details.TaxId.Length == CpfLength ? PersonKind.Natural : PersonKind.Legal,
            Emails = TextList.Of(details.Emails.All.Concat(kept.Emails.All).Concat(merged.Emails.All).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Take(MostContacts)),
            Phones = TextList.Of(details.Phones.All.Concat(kept.Phones.All).Concat(merged.Phones.All).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Take(MostContacts)),
        };
    }

    /// <summary>The fields that one would take: those that the kept client lacks, and the block of either.</summary>
    public static IReadOnlySet<string> Proposed(ClientDetails kept, ClientDetails merged) =>
        Blocked(kept, merged, ClientFields.All.Where(f => f.Get(kept).Length == 0 && f.Get(merged).Length > 0).Select(f => f.Name));

    /// <summary>Whether a field is chosen by those alone who may block.</summary>
    public static bool IsOfBlock(string field) => Block.Contains(field);

    /// <summary>The fields taken, with the block that is there, whichever client has it.</summary>
    private static HashSet<string> Blocked(ClientDetails kept, ClientDetails merged, IEnumerable<string> taken) =>
        taken.Except(Block).Concat(merged.Blocked && (!kept.Blocked || kept.BlockedReason.Length == 0) ? Block : []).ToHashSet(StringComparer.Ordinal);

    /// <summary>Merges; saves. Who may not block keeps the block of either, whatever is to be taken.</summary>
    /// <exception cref="RuleBrokenException">They are the same client, or one of them was made nobody's.</exception>
    public async Task<ClientMerge> MergeAsync(Client kept, Client merged, IReadOnlySet<string> taken, CancellationToken cancel)
    {
        if (kept.Id == merged.Id)
        {
            throw new RuleBrokenException("clients.merge.same");
        }

        kept.MustBeSomebody();
        merged.MustBeSomebody();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var before = Values(kept);
        var details = Combine(kept.Details, merged.Details, user.Has(Permissions.Block) ? taken : Blocked(kept.Details, merged.Details, taken));
        // Its document is free before the other takes it over. The merge is the event; nobody deleted a client.
        merged.MoveToTrash(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        db.ChangeClient(kept, details);
        kept.SetFields(Fields(kept, merged));
        if (kept.PhotoKey.Length == 0)
        {
            kept.ShowPhoto(merged.PhotoKey); // both show the same bytes
        }

        var after = Values(kept);
        var changed = before.Keys.Where(f => before[f] != after[f]).ToList();
        var merge = new ClientMerge
        {
            KeptId = kept.Id,
            MergedId = merged.Id,
            MergedName = merged.TradeName,
            AtUtc = clock.UtcNow,
            UserName = db.Session.UserName ?? "",
            Before = JsonSerializer.Serialize(changed.ToDictionary(f => f, f => before[f])),
            After = JsonSerializer.Serialize(changed.ToDictionary(f => f, f => after[f])),
        };
        db.Add(merge);
        await RecordAsync(HistoryKind, kept, merged, cancel);
        db.Raise(kept, new ClientsMerged(kept.Id, kept.ContentItemId, merged.Id));
        await db.SaveChangesAsync(cancel);
        merge.Moved = JsonSerializer.Serialize(await references.MoveAsync(db, Client.RecordType, merged.Id, kept.Id, cancel));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var participant in participants)
        {
            if (await participant.MergeAsync(db, merged.Id, kept.Id, cancel) is { } value)
            {
                values[participant.Id] = value;
            }
        }

        merge.Kept = JsonSerializer.Serialize(values);
        await DropPairsAsync(merged.Id, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return merge;
    }

    /// <summary>Parts them again; saves. Fields of the kept client that were changed since stay as they are.</summary>
    /// <exception cref="RuleBrokenException">It is too late, was done, or the other client is gone.</exception>
    public async Task<Client> UndoAsync(ClientMerge merge, CancellationToken cancel)
    {
        var (keptId, mergedId) = (merge.KeptId, merge.MergedId);
        var kept = await db.Clients.FirstOrDefaultAsync(c => c.Id == keptId, cancel);
        var merged = await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).FirstOrDefaultAsync(c => c.Id == mergedId && c.DeletedUtc != null, cancel);
        if (!merge.CanUndo(clock.UtcNow) || kept is not { AnonymizedUtc: null } || merged is not { AnonymizedUtc: null })
        {
            throw new RuleBrokenException("clients.merge.undo.late", merge.MergedName);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = Values(kept);
        var back = merge.BeforeValues.Where(f => now[f.Key] == merge.AfterValues[f.Key]).ToDictionary();
        db.ChangeClient(kept, back.Aggregate(kept.Details, (details, field) => ClientFields.With(details, field.Key, field.Value)));
        if (back.TryGetValue(CustomFields, out var fields))
        {
            kept.SetFields(JsonNode.Parse(fields)?.AsObject());
        }

        if (back.TryGetValue(Photo, out var photo))
        {
            kept.ShowPhoto(photo);
        }

        await RecordAsync(UndoHistoryKind, kept, merged, cancel);
        db.Raise(kept, new ClientMergeUndone(kept.Id, kept.ContentItemId, merged.Id));
        merge.UndoneUtc = clock.UtcNow;
        await db.SaveChangesAsync(cancel);
        merged.Restore();
        await documents.RestoreAsync(merged, cancel);
        await references.MoveBackAsync(db, Client.RecordType, merge.MovedRows, kept.Id, merged.Id, cancel);
        var values = merge.KeptValues;
        foreach (var participant in participants.Where(p => values.ContainsKey(p.Id)))
        {
            await participant.UndoAsync(db, merged.Id, kept.Id, values[participant.Id], cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return merged;
    }

    /// <summary>The client that a merged one became, over several merges; null for a client that was not merged.</summary>
    public async Task<long?> BecameAsync(long id, CancellationToken cancel)
    {
        long? became = null;
        while (await db.Merges.Where(m => m.MergedId == id && m.UndoneUtc == null).Select(m => (long?)m.KeptId).FirstOrDefaultAsync(cancel) is { } next)
        {
            became = id = next;
        }

        return became;
    }

    /// <summary>The client and those that became it: whose history is its own.</summary>
    public async Task<IReadOnlyList<long>> WithMergedAsync(long id, CancellationToken cancel)
    {
        List<long> all = [id], last = all;
        while (last.Count > 0)
        {
            last = await db.Merges.Where(m => EF.Parameter(last).Contains(m.KeptId) && m.UndoneUtc == null).Select(m => m.MergedId).ToListAsync(cancel);
            all = [.. all.Union(last)];
        }

        return all;
    }

    /// <summary>A client that was merged comes back by undoing the merge, with all that is its own.</summary>
    /// <exception cref="RuleBrokenException">It was merged.</exception>
    public async Task MustBeApartAsync(Client client, CancellationToken cancel)
    {
        if (await BecameAsync(client.Id, cancel) is { } became)
        {
            throw new RuleBrokenException("clients.merge.restore", client.TradeName, became);
        }
    }

    /// <summary>Those of some clients that were merged.</summary>
    public async Task<IReadOnlySet<long>> MergedAmongAsync(IReadOnlyCollection<long> ids, CancellationToken cancel) =>
        (await db.Merges.Where(m => EF.Parameter(ids).Contains(m.MergedId) && m.UndoneUtc == null).Select(m => m.MergedId).ToListAsync(cancel)).ToHashSet();

    private async Task RecordAsync(string kind, Client kept, Client merged, CancellationToken cancel)
    {
        var entry = await history.AddAsync(kind, Client.RecordType, kept.Id, kept.TradeName, kept.Id, cancel);
        history.AddLine(entry, "merged", null, string.Create(CultureInfo.InvariantCulture, $"{merged.TradeName} (ID {merged.Id})"));
    }

    private async Task DropPairsAsync(long id, CancellationToken cancel) =>
        db.RemoveRange(await db.Duplicates.Where(d => d.OneId == id || d.OtherId == id).ToListAsync(cancel));

    private static Dictionary<string, string> Values(Client client)
    {
        var details = client.Details;
        var values = ClientFields.All.ToDictionary(f => f.Name, f => f.Get(details), StringComparer.Ordinal);
        values[Photo] = client.PhotoKey;
        // Databases give JSON back each in its own way.
        values[CustomFields] = JsonSerializer.Serialize(new SortedDictionary<string, JsonNode?>(JsonSerializer.Deserialize<Dictionary<string, JsonNode?>>(client.Fields) ?? [], StringComparer.Ordinal));
        return values;
    }

    /// <summary>Fields that admins added: the kept client's, and the other's where it has none.</summary>
    private static JsonObject Fields(Client kept, Client merged)
    {
        var fields = JsonNode.Parse(kept.Fields)?.AsObject() ?? [];
        foreach (var (name, value) in JsonNode.Parse(merged.Fields)?.AsObject() ?? [])
        {
            if (fields[name] is null)
            {
                fields[name] = value?.DeepClone();
            }
        }

        return fields;
    }
}
