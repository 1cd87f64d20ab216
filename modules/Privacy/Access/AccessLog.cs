using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Hands over who it is to the buffer.</summary>
internal sealed class AccessLog(AccessBuffer buffer, TenantContext tenant, TenantDb db, TenantClock clock) : IAccessLog
{
    private const int Batch = 1000;

    public void Note(long clientId, AccessKind how, string detail = "") => Add(clientId, how, detail, null, "");

    public void NoteList(long count, string filter, string detail) => Add(null, AccessKind.Export, detail, count, filter);

    public async Task ForgetListsAsync(Func<string, bool> names, CancellationToken cancel)
    {
        for (var last = 0L; ;)
        {
            var some = await db.AccessEntries.Where(a => a.Filter != "" && a.Id > last).OrderBy(a => a.Id).Take(Batch).ToListAsync(cancel);
            some.ForEach(entry => entry.Filter = AccessEntry.Without(entry.Filter, names));
            await db.SaveChangesAsync(cancel);
            some.ForEach(entry => db.Entry(entry).State = EntityState.Detached);
            if (some.Count < Batch)
            {
                return;
            }

            last = some[^1].Id;
        }
    }

    private void Add(long? clientId, AccessKind how, string detail, long? clients, string filter) => buffer.Add(tenant.Name, new AccessEntry
    {
        AtUtc = clock.UtcNow,
        ClientId = clientId,
        UserId = db.Session.UserId,
        UserName = db.Session.UserName ?? "",
        Kind = how,
        Detail = Cut(detail, AccessEntry.DetailLength),
        Clients = clients,
        Filter = Cut(filter, AccessEntry.FilterLength),
        RemoteIp = db.Session.RemoteIp,
    });

    /// <summary>What both databases store, whatever somebody wrote into an address: nobody leaves without a trace.</summary>
    internal static string Cut(string text, int length)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
