using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Spreadsheets;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>POST /api/clients/import.</summary>
internal static class ImportApi
{
    /// <summary>COR_E_IO: a body that ends in the middle of its parts. A full disk has a number of its own.</summary>
    private const int PlainIOError = unchecked((int)0x80131620);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients/import", ImportAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Import)).WithTags("Clients").WithName("ImportClients")
            .DisableAntiforgery().WithMetadata(new TakesFilesAttribute()).Accepts<ImportBody>("multipart/form-data").Produces<ImportAnswer>(StatusCodes.Status202Accepted);

    private static async Task<IResult> ImportAsync(HttpContext context, ImportUploads uploads, ImportStart start, ICurrentUser user, IStringLocalizer texts, CancellationToken cancel)
    {
        if (!context.Request.HasFormContentType)
        {
            return Problems.Of(context, StatusCodes.Status415UnsupportedMediaType, "clients.import.error.multipart");
        }

        // The installation's limit.
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > limit)
        {
            return TooLarge(context, limit);
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(cancel);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(context, limit); // its length was not announced
        }
        catch (IOException cut) when (cut.HResult == PlainIOError)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "clients.import.error.noFile", field: "file");
        }

        if (ImportPlan.ReadMatch(form["match"]) is not { } match)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "clients.import.error.matchUnknown", field: "match");
        }

        if (Mapping(form["mapping"]) is not { } mapping)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "clients.import.error.mapping", field: "mapping");
        }

        ImportUpload upload;
        await using (var content = file.OpenReadStream())
        {
            upload = await uploads.StoreAsync(content, file.FileName, cancel);
        }

        IReadOnlyList<string> header;
        try
        {
            using var table = uploads.Open(upload.Token);
            header = table.Header;
        }
        catch (TableReadException unreadable)
        {
            uploads.Remove(upload.Token);
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, unreadable.Code, field: "file");
        }

        var columns = ImportField.Columns(header, mapping, ImportField.Labels(texts));
        var plan = new ImportPlan(upload.Token, columns, match, form["dryRun"].ToString() is "true" or "1", "");
        if (plan.Problem() is { } problem)
        {
            uploads.Remove(upload.Token);
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, problem.Key, problem.Args, field: problem.Field);
        }

        if (plan.Forbidden(user) is { } closed)
        {
            uploads.Remove(upload.Token);
            return Problems.Of(context, StatusCodes.Status403Forbidden, "clients.import.error.block", [header[closed]], field: "mapping");
        }

        var operation = await start.StartAsync(upload, plan, cancel);
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        return Results.Json(new ImportAnswer(operation.PublicId, operation.Kind, "queued",
            header.Where((_, i) => columns[i] is null).ToList(), header.Zip(columns).Where(c => c.Second is not null).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second!)), // nulls are filtered out
            statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult TooLarge(HttpContext context, long? limit) =>
        Problems.Of(context, StatusCodes.Status413PayloadTooLarge, "clients.import.error.size", [(limit ?? 0) / 1024 / 1024]);

    /// <summary>Column to field; null where it is no such JSON. A field of null or "" leaves the column out.</summary>
    private static Dictionary<string, string?>? Mapping(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(json)?.ToDictionary(m => m.Key, m => string.IsNullOrEmpty(m.Value) ? null : m.Value, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an import is sent, for the API's description; it is read by hand, to answer what is wrong with it.</summary>
/// <param name="File">CSV or XLSX.</param>
/// <param name="Mapping">JSON, <c>{"column": "field"}</c>.</param>
/// <param name="Match"><c>taxId</c>, <c>email</c>, <c>id</c> or <c>none</c>.</param>
/// <param name="DryRun">True writes nothing.</param>
internal sealed record ImportBody(IFormFile File, string? Mapping, string? Match, bool? DryRun);

/// <summary>What an import answers at once.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State"><c>queued</c>.</param>
/// <param name="IgnoredColumns">Columns that no field takes.</param>
/// <param name="Mapping">Which field takes which column.</param>
internal sealed record ImportAnswer(string Id, string Kind, string State, IReadOnlyList<string> IgnoredColumns, IReadOnlyDictionary<string, string> Mapping);
