using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>A client's user as the list and the API show it. A class with settable members, because EF cannot see through a record's constructor.</summary>
internal sealed class UserLine
{
    public long Id { get; init; }

    public string ContentItemId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public bool IsOwner { get; init; }

    public bool IsEnabled { get; init; }

    public bool IsOnline { get; init; }

    public bool IsVerified { get; init; }

    public int ChatLevel { get; init; }

    public string Permissions { get; init; } = "[]";

    public DateTime CreatedUtc { get; init; }

    public DateTime? LastLoginUtc { get; init; }

    /// <summary>The users of a client, the first one first, then by age.</summary>
    public static IQueryable<UserLine> Of(TenantDb db, long clientId)
    {
        var presences = db.Presences;
        return from membership in db.Memberships.AsNoTracking()
               where membership.ClientId == clientId
               join presence in presences on membership.Id equals presence.MembershipId into rows
               from presence in rows.DefaultIfEmpty()
               orderby membership.IsOwner descending, membership.Id
               select new UserLine
               {
                   Id = membership.Id,
                   ContentItemId = membership.ContentItemId,
                   Name = membership.Name,
                   Email = membership.Email,
                   IsOwner = membership.IsOwner,
                   IsEnabled = membership.IsEnabled,
                   IsOnline = presence != null && presence.IsOnline,
                   IsVerified = membership.VerifiedUtc != null,
                   ChatLevel = membership.ChatLevel,
                   Permissions = membership.Permissions,
                   CreatedUtc = membership.CreatedUtc,
                   LastLoginUtc = presence == null ? null : presence.LastLoginUtc,
               };
    }
}
