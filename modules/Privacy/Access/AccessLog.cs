using ClientSuite.Data;
using ClientSuite.Tenancy;

namespace ClientSuite.Privacy;

/// <summary>Hands over who it is to the buffer.</summary>
internal sealed class AccessLog(AccessBuffer buffer, TenantContext tenant, TenantDb db, TenantClock clock) : IAccessLog
{
    public void Note(long clientId, AccessKind how, string detail = "") => buffer.Add(tenant.Name, new AccessEntry
    {
        AtUtc = clock.UtcNow,
        ClientId = clientId,
        UserId = db.Session.UserId,
        UserName = db.Session.UserName ?? "",
        Kind = how,
        Detail = detail.Length <= AccessEntry.DetailLength ? detail : detail[..AccessEntry.DetailLength],
        RemoteIp = db.Session.RemoteIp,
    });
}
