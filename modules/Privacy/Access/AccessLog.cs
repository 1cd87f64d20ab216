using ClientSuite.Data;
using ClientSuite.Tenancy;

namespace ClientSuite.Privacy;

/// <summary>Hands over who it is to the buffer.</summary>
internal sealed class AccessLog(AccessBuffer buffer, TenantContext tenant, TenantDb db, TenantClock clock) : IAccessLog
{
    public void Note(long clientId, AccessKind how, string detail = "") => Add(clientId, how, detail, null, "");

    public void NoteList(long count, string filter, string detail) => Add(null, AccessKind.Export, detail, count, filter);

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

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
