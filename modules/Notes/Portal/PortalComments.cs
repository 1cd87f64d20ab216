using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Navigation;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes.Portal;

/// <summary>The comments about their client that clients' users read, where the tenant shows them (A33): never private ones, nor those
/// about another record, nor notes and alerts.</summary>
internal sealed class PortalComments(CommentAudience audience) : IPortalPermissionProvider
{
    public const string Permission = PortalAccess.Prefix + "ViewComments";
    public const string Path = PortalAccess.Path + "/comments";

    public IReadOnlyList<PortalPermission> Permissions { get; } = [new(Permission)];

    public async Task<IReadOnlyList<PortalPermission>> AllowedAsync(CancellationToken cancel) => await audience.HasClientsAsync(cancel) ? Permissions : [];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path + "/{comment}/files/{file:long}", KeepAsync)
        .RequireAuthorization(new RequirePermissionAttribute(Permission)).ExcludeFromDescription();

    /// <summary>To keep, never to show: what the staff attached opens outside of the portal.</summary>
    private static async Task<IResult> KeepAsync(string comment, long file, HttpContext context, TenantDb db, PortalAccount account, NoteFiles files, CancellationToken cancel)
    {
        var shared = db.SharedComments.Where(c => c.ClientId == account.ClientId && c.ContentItemId == comment).Select(c => c.Id);
        return await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == file && shared.Contains(a.RecordId), cancel) is { } found
            ? FileAnswers.Keep(context, await files.OpenAsync(found, cancel), found.Name, found.ContentType, found.Sha256)
            : Problems.NotFound(context);
    }
}

internal sealed class PortalMenu : IPortalNavigation
{
    public void Build(NavigationBuilder menu) => menu.Add("notes.portal", PortalComments.Path, "message", PortalComments.Permission, NavigationGroup.Main, 80);
}
