using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>/api/clients/{id}/photo, and the address that pages show the photo from.</summary>
internal static class PhotoApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/clients/{id:long}/photo/{key}", ShowAsync).RequireAuthorization(ClientsApi.Needs(Permissions.View)).ExcludeFromDescription();
        var api = routes.MapGroup("/api/clients/{id}/photo").WithTags("Clients");
        api.MapGet("/", GetAsync).RequireAuthorization(ClientsApi.Needs(Permissions.View)).Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Png, FileTypes.Jpeg, FileTypes.WebP).WithName("GetClientPhoto");
        api.MapPut("/", PutAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Edit)).WithMetadata(new TakesFilesAttribute()).Accepts<byte[]>(FileTypes.Png, FileTypes.Jpeg, FileTypes.WebP, FileTypes.Binary).Produces(StatusCodes.Status204NoContent).WithName("SetClientPhoto");
        api.MapDelete("/", DeleteAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Edit)).Produces(StatusCodes.Status204NoContent).WithName("RemoveClientPhoto");
    }

    private static async Task<IResult> ShowAsync(long id, string key, HttpContext context, TenantDb db, ClientPhotos photos, CancellationToken cancel)
    {
        var shown = await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).AnyAsync(c => c.Id == id && c.PhotoKey == key, cancel);
        if (!shown || key.Length == 0)
        {
            return Problems.NotFound(context);
        }

        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return await AnswerAsync(key, context, db, photos, cancel);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, TenantDb db, ClientPhotos photos, CancellationToken cancel)
    {
        var key = await ClientsApi.ById(db.Clients, id).Select(c => c.PhotoKey).FirstOrDefaultAsync(cancel);
        return string.IsNullOrEmpty(key) ? Problems.NotFound(context) : await AnswerAsync(key, context, db, photos, cancel);
    }

    /// <summary>The body is the image; what it calls itself is not asked.</summary>
    private static async Task<IResult> PutAsync(string id, HttpContext context, TenantDb db, ClientPhotos photos, CancellationToken cancel)
    {
        if (await ClientsApi.ById(db.Clients, id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        await photos.ShowAsync(client, await photos.StoreAsync(context.Request.Body, context.Request.ContentLength, cancel), cancel);
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, TenantDb db, ClientPhotos photos, CancellationToken cancel)
    {
        if (await ClientsApi.ById(db.Clients, id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        await photos.ShowAsync(client, null, cancel);
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> AnswerAsync(string key, HttpContext context, TenantDb db, ClientPhotos photos, CancellationToken cancel)
    {
        await db.Database.CloseConnectionAsync(); // a slow reader must not keep a connection from others meanwhile
        if (await photos.OpenAsync(key, cancel) is not { } content)
        {
            return Problems.NotFound(context);
        }

        await using (content)
        {
            var bytes = new byte[ClientPhotos.MaxBytes];
            var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
            return Results.Bytes(bytes.AsMemory(0, length), FileTypes.Detect(bytes.AsSpan(0, Math.Min(length, FileTypes.HeadBytes))));
        }
    }
}
