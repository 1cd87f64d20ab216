using ClientSuite.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace ClientSuite.Operations;

/// <summary>Files that operations leave in the tenant's area <c>operations</c>; they go after 30 days.</summary>
public static class OperationFiles
{
    /// <summary>The area.</summary>
    public const string Area = "operations";

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Where the rejected units are written.</summary>
    public static string ErrorsPath(Operation operation, ITenantFiles files) => files.PathFor(Area, operation.PublicId + "-errors.csv");

    /// <summary>Where the file to download is written; it is offered once <see cref="Operation.ResultName"/> is set.</summary>
    public static string ResultPath(Operation operation, ITenantFiles files) => files.PathFor(Area, operation.PublicId + "-result");

    /// <summary>The rejected units as a download; null where there is no operation or no file.</summary>
    public static IResult? Errors(Operation? operation, ITenantFiles files) =>
        operation is not null && ErrorsPath(operation, files) is var path && File.Exists(path) ? Results.File(path, "text/csv; charset=utf-8", operation.PublicId + "-errors.csv") : null;

    /// <summary>The result as a download; null where there is no operation, no result or no file any more.</summary>
    public static IResult? Result(Operation? operation, ITenantFiles files) =>
        operation is { State: OperationState.Succeeded, ResultName: { } name } && ResultPath(operation, files) is var path && File.Exists(path)
            ? Results.File(path, Types.TryGetContentType(name, out var type) ? type : "application/octet-stream", name)
            : null;
}
