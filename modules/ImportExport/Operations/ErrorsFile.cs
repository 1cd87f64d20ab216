using ClientSuite.Access;
using ClientSuite.Files;
using ClientSuite.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.ImportExport.Operations;

/// <summary>The file of rejected units, for the browser.</summary>
internal static class ErrorsFile
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/operations/{id}/errors", GetAsync).RequireAuthorization(new SignedInAttribute()).ExcludeFromDescription();

    private static async Task<IResult> GetAsync(string id, IOperations operations, ITenantFiles files, CancellationToken cancel)
    {
        if (await operations.FindAsync(id, cancel) is not { } operation || files.PathFor("operations", operation.PublicId + "-errors.csv") is var path && !File.Exists(path))
        {
            return Results.NotFound();
        }

        return Results.File(path, "text/csv; charset=utf-8", operation.PublicId + "-errors.csv");
    }
}
