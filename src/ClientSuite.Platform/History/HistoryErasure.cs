using System.Reflection;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.History;

internal sealed class HistoryErasure(TenantDb db) : IHistoryErasure
{
    private const int Batch = 500;

    private Dictionary<string, HashSet<string>>? _kept;

    public async Task EraseClientsAsync(IReadOnlyList<long> clientIds, string name, CancellationToken cancel)
    {
        var lines = db.Set<HistoryLine>().Where(l => l.ClientId != null && EF.Parameter(clientIds).Contains(l.ClientId.Value));
        await EraseLinesAsync(lines, cancel);
        await InTurnAsync(async () =>
        {
            var entries = db.Set<HistoryEntry>().Where(e => e.ClientId != null && EF.Parameter(clientIds).Contains(e.ClientId.Value));
            await entries.Where(e => e.RecordName != name).ExecuteUpdateAsync(e => e.SetProperty(x => x.RecordName, name), cancel);
            await Erasable(entries).Where(e => e.OnBehalfOf != null && e.OnBehalfOf != name)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.OnBehalfOf, name).SetProperty(x => x.ActorSalt, (string?)null), cancel);
            // Attempts to sign in: nobody was signed in, so it was nobody of the staff.
            await Erasable(entries).Where(e => e.UserId == null && e.RemoteIp != null)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.RemoteIp, (string?)null).SetProperty(x => x.ActorSalt, (string?)null), cancel);
        }, cancel);
    }

    public Task EraseActorAsync(long userId, IReadOnlyList<long> clientIds, string name, CancellationToken cancel) => InTurnAsync(() =>
        ForgetActorAsync(db.Set<HistoryEntry>().Where(e => e.UserId == userId && e.ClientId != null && EF.Parameter(clientIds).Contains(e.ClientId.Value)), name, cancel), cancel);

    public Task EraseUserAsync(long userId, string? address, string name, CancellationToken cancel) => InTurnAsync(async () =>
    {
        const string user = "Users.User";
        var entries = db.Set<HistoryEntry>();
        await ForgetActorAsync(entries.Where(e => e.UserId == userId), name, cancel);
        var about = entries.Where(e => e.RecordType == user && e.RecordId == userId);
        await EraseLinesAsync(db.Set<HistoryLine>().Where(l => about.Any(e => e.Id == l.EntryId)), cancel);
        await ForgetActorAsync(about.Where(e => e.UserId == null), name, cancel); // attempts to sign in
        await about.ExecuteUpdateAsync(e => e.SetProperty(x => x.RecordName, name), cancel);
        if (!string.IsNullOrEmpty(address))
        {
            var attempts = entries.Where(e => e.Kind == "loginFailed" && e.RecordType == user && e.RecordName == address);
            await ForgetActorAsync(attempts.Where(e => e.UserId == null), name, cancel);
            await attempts.ExecuteUpdateAsync(e => e.SetProperty(x => x.RecordName, name), cancel);
        }
    }, cancel);

    /// <summary>Entries whose chained hash does not hold the actor itself: all but those sealed before actors had a hash of their own.</summary>
    private static IQueryable<HistoryEntry> Erasable(IQueryable<HistoryEntry> entries) => entries.Where(e => e.ActorHash != null || e.Sequence == null);

    private static Task<int> ForgetActorAsync(IQueryable<HistoryEntry> entries, string name, CancellationToken cancel) => Erasable(entries).Where(e => e.RemoteIp != null || e.UserName != name)
        .ExecuteUpdateAsync(e => e.SetProperty(x => x.UserName, x => x.UserName == "" ? "" : name).SetProperty(x => x.OnBehalfOf, x => x.OnBehalfOf == null ? null : name)
            .SetProperty(x => x.RemoteIp, (string?)null).SetProperty(x => x.ActorSalt, (string?)null), cancel);

    /// <summary>The sealer must not hash what is being erased.</summary>
    private async Task InTurnAsync(Func<Task> work, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        if (!db.IsSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/seal'))", cancel);
        }

        await work();
        if (own is not null)
        {
            await own.CommitAsync(cancel);
        }
    }

    private async Task EraseLinesAsync(IQueryable<HistoryLine> lines, CancellationToken cancel)
    {
        for (var last = 0L; ;)
        {
            var from = last;
            var batch = await lines.Where(l => l.Salt != null && l.Id > from).OrderBy(l => l.Id).Take(Batch)
                .Select(l => new { l.Id, l.Field, RecordType = db.Set<HistoryEntry>().Where(e => e.Id == l.EntryId).Select(e => e.RecordType).FirstOrDefault() }).ToListAsync(cancel);
            if (batch.Count == 0)
            {
                return;
            }

            last = batch[^1].Id;
            var personal = batch.Where(l => !IsKept(l.RecordType ?? "", l.Field)).Select(l => l.Id).ToList();
            await db.Set<HistoryLine>().Where(l => personal.Contains(l.Id))
                .ExecuteUpdateAsync(l => l.SetProperty(x => x.OldValue, (string?)null).SetProperty(x => x.NewValue, (string?)null).SetProperty(x => x.Salt, (string?)null), cancel);
        }
    }

    /// <summary>Numbers, dates, flags and states say nothing about who somebody is. What no mapped property stands for is taken to be personal.</summary>
    private bool IsKept(string recordType, string field)
    {
        _kept ??= db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null).GroupBy(t => t.GetTableName()!.Replace('_', '.'), StringComparer.Ordinal) // filtered just before
            .ToDictionary(g => g.Key, g => g.SelectMany(t => t.GetProperties())
                .Where(p => p.ClrType != typeof(string) && p.ClrType != typeof(byte[]) && p.PropertyInfo is { } property && !property.IsDefined(typeof(PersonalAttribute)))
                .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        return _kept.TryGetValue(recordType, out var fields) && fields.Contains(field);
    }
}
