using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Takes the accounts of a merged client along to the one that stays. Who has an account there already keeps that one; the first
/// user of the merged client is first only where the other has nobody.</summary>
internal sealed class MergeUsers : IMergeParticipant
{
    public string Id => "clientUsers";

    public async Task<string?> MergeAsync(TenantDb db, long from, long to, CancellationToken cancel)
    {
        var there = await db.Memberships.Where(m => m.ClientId == to).Select(m => m.UserId).ToListAsync(cancel);
        var moved = await db.Memberships.Where(m => m.ClientId == from && !there.Contains(m.UserId)).OrderBy(m => m.Id).ToListAsync(cancel);
        var kept = moved.ConvertAll(m => new MovedAccount(m.Id, m.IsOwner));
        moved.ForEach(m => m.MoveToClient(to, m.IsOwner && there.Count == 0));
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept);
    }

    public async Task UndoAsync(TenantDb db, long from, long to, string kept, CancellationToken cancel)
    {
        var moved = JsonSerializer.Deserialize<List<MovedAccount>>(kept) ?? [];
        var ids = moved.ConvertAll(m => m.Id);
        foreach (var account in await db.Memberships.Where(m => ids.Contains(m.Id) && m.ClientId == to).ToListAsync(cancel))
        {
            account.MoveToClient(from, moved.Exists(m => m.Id == account.Id && m.WasFirst));
        }
    }

    private sealed record MovedAccount(long Id, bool WasFirst);
}
