using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Fetches exports: for the staff, and for whoever holds a link until its time.</summary>
internal static class ExportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/clients/{id:long}/privacy/exports/{export:long}/file", FetchAsync).RequireAuthorization(new RequirePermissionAttribute(Permissions.Export)).ExcludeFromDescription();
        routes.MapGet("/api/privacy/exports/links/{token}", OpenAsync).AllowAnonymous().Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Zip).WithTags("Privacy").WithName("OpenPersonalDataExport");
    }

    private static Task<IResult> FetchAsync(long id, long export, HttpContext context, TenantDb db, IFileStorage storage, IAccessLog access, TenantClock clock, CancellationToken cancel) =>
        AnswerAsync(context, db, storage, access, clock, e => e.Id == export && e.ClientId == id, cancel);

    private static async Task<IResult> OpenAsync(string token, HttpContext context, TenantDb db, ExportStart exports, IFileStorage storage, IAccessLog access, TenantClock clock, CancellationToken cancel) =>
        exports.Read(token) is { } export ? await AnswerAsync(context, db, storage, access, clock, e => e.Id == export, cancel) : Problems.NotFound(context);

    private static async Task<IResult> AnswerAsync(HttpContext context, TenantDb db, IFileStorage storage, IAccessLog access, TenantClock clock, System.Linq.Expressions.Expression<Func<PersonalDataExport, bool>> which, CancellationToken cancel)
    {
        var export = await db.PersonalDataExports.AsNoTracking().FirstOrDefaultAsync(which, cancel);
        await db.Database.CloseConnectionAsync(); // a slow reader must not keep a connection from others meanwhile
        if (export?.CanFetch(clock.UtcNow) != true || await storage.OpenAsync(PrivacyData.ExportArea, export.StorageKey, cancel) is not { } content)
        {
            return Problems.NotFound(context);
        }

        access.Note(export.ClientId, AccessKind.Download, "export");
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(content, FileTypes.Zip, FormattableString.Invariant($"titular-{export.ClientId}.zip"), enableRangeProcessing: content.CanSeek);
    }
}
