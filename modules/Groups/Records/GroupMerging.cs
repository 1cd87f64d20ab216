using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>The client that stays is in the groups of both, once in each.</summary>
internal sealed class GroupMerging : IMergeParticipant
{
    public string Id => "groups";

    public async Task<string?> MergeAsync(TenantDb db, long from, long to, CancellationToken cancel)
    {
        var there = await db.GroupMembers.Where(m => m.ClientId == to).Select(m => m.GroupId).ToListAsync(cancel);
        var moved = await db.GroupMembers.Where(m => m.ClientId == from && !there.Contains(m.GroupId)).ToListAsync(cancel);
        moved.ForEach(m => m.ClientId = to);
        return moved.Count == 0 ? null : JsonSerializer.Serialize(moved.ConvertAll(m => m.Id));
    }

    public async Task UndoAsync(TenantDb db, long from, long to, string kept, CancellationToken cancel)
    {
        var ids = JsonSerializer.Deserialize<List<long>>(kept) ?? [];
        foreach (var member in await db.GroupMembers.Where(m => ids.Contains(m.Id) && m.ClientId == to).ToListAsync(cancel))
        {
            member.ClientId = from;
        }
    }
}
