using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Privacy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Files;

/// <summary>What the documents' pages download and show.</summary>
internal static class DocumentEndpoints
{
    /// <summary>Most documents of one ZIP file.</summary>
    public const int MostAtOnce = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/admin/clients/{id:long}/documents").RequireAuthorization(new RequirePermissionAttribute(Permissions.View)).ExcludeFromDescription().NotesAccess(AccessKind.Download, "documents");
        documents.MapGet("/download", ManyAsync);
        documents.MapGet("/{document:long}/content", ContentAsync);
        documents.MapGet("/{document:long}/view", ViewAsync);
    }

    /// <summary>The documents of a client that is not in the trash.</summary>
    public static async Task<IQueryable<Document>> OfClientAsync(TenantDb db, IClientDirectory clients, long id, CancellationToken cancel) =>
        await clients.FindAsync(id, cancel) is { IsDeleted: false } ? db.Documents.Where(d => d.ClientId == id) : db.Documents.Where(_ => false);

    private static async Task<IResult> ManyAsync(long id, long[] ids, HttpContext context, TenantDb db, IClientDirectory clients, DocumentDownload download, CancellationToken cancel)
    {
        if (await clients.FindAsync(id, cancel) is not { IsDeleted: false } client || ids.Length is 0 or > MostAtOnce)
        {
            return Problems.NotFound(context);
        }

        return await download.ManyAsync(context, db.Documents.Where(d => d.ClientId == id && ids.Contains(d.Id)), client.Name, cancel);
    }

    private static async Task<IResult> ContentAsync(long id, long document, long? version, HttpContext context, TenantDb db, IClientDirectory clients, DocumentDownload download, CancellationToken cancel) =>
        await download.FileAsync(context, await FindAsync(id, document, version, db, clients, download, cancel), cancel);

    private static async Task<IResult> ViewAsync(long id, long document, long? version, HttpContext context, TenantDb db, IClientDirectory clients, DocumentDownload download, CancellationToken cancel) =>
        await download.PreviewAsync(context, await FindAsync(id, document, version, db, clients, download, cancel), cancel);

    private static async Task<NamedBytes?> FindAsync(long id, long document, long? version, TenantDb db, IClientDirectory clients, DocumentDownload download, CancellationToken cancel) =>
        await download.FindAsync((await OfClientAsync(db, clients, id, cancel)).Where(d => d.Id == document), version, cancel);
}
