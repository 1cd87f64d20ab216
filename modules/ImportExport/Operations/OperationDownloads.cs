using ClientSuite.Access;
using ClientSuite.Files;
using ClientSuite.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.ImportExport.Operations;

/// <summary>The files that operations leave, for the browser.</summary>
internal static class OperationDownloads
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/admin/operations/{id}").RequireAuthorization(new SignedInAttribute()).ExcludeFromDescription();
        files.MapGet("/errors", async (string id, IOperations operations, ITenantFiles store, CancellationToken cancel) =>
            OperationFiles.Errors(await operations.FindAsync(id, cancel), store) ?? Results.NotFound());
        files.MapGet("/result", async (string id, IOperations operations, ITenantFiles store, CancellationToken cancel) =>
            OperationFiles.Result(await operations.FindAsync(id, cancel), store) ?? Results.NotFound());
    }
}
