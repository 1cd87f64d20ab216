using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>The file that proves how a request was answered.</summary>
internal static class EvidenceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/privacy/requests/{number:long}/evidence", async (long number, HttpContext context, TenantDb db, IFileStorage storage, CancellationToken cancel) =>
        {
            var request = await db.DataRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Id == number, cancel);
            await db.Database.CloseConnectionAsync(); // a slow reader must not keep a connection from others meanwhile
            return request is { EvidenceKey.Length: > 0 } && await storage.OpenAsync(PrivacyData.EvidenceArea, request.EvidenceKey, cancel) is { } content
                ? Results.Stream(content, request.EvidenceType, request.EvidenceName)
                : Problems.NotFound(context);
        }).RequireAuthorization(new RequirePermissionAttribute(Permissions.View)).ExcludeFromDescription();
}
