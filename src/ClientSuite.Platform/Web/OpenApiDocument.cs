using System.Globalization;
using System.Text.Json;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace ClientSuite.Web;

/// <summary>Describes the API of exactly the features that the tenant has: a shell has no other endpoints. What every endpoint has in
/// common is told from its metadata: parameters in camelCase, headers that it reads, and how it refuses.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "Problem";
    private const string IfMatch = "If-Match";

    private static readonly Dictionary<string, string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        [IfMatch] = "ETag of the record that the change starts from; a stale one is 412.",
        ["Idempotency-Key"] = "The same key and body within 24 hours get the first answer again.",
    };

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.OrdinalIgnoreCase) == true;
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ClientSuite API";
            document.Info.Version = "v1";
            document.Servers = [new OpenApiServer { Url = TenantContext.Current?.PathBase is { Length: > 0 } prefix ? prefix : "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            document.Components.Schemas[Problem] = ProblemSchema();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var hasQuery = false;
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter is OpenApiParameter { In: ParameterLocation.Query, Name: { } name } query)
            {
                query.Name = JsonNamingPolicy.CamelCase.ConvertName(name);
                hasQuery = true;
            }
        }

        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var headers = metadata.OfType<IFromHeaderMetadata>().Select(h => h.Name).OfType<string>().ToList();
        foreach (var header in headers)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header,
                In = ParameterLocation.Header,
                Description = Headers.GetValueOrDefault(header),
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        var isRead = HttpMethods.IsGet(context.Description.HttpMethod ?? "");
        var isOpen = metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any();
        (int Status, bool Applies)[] refusals =
        [
            (StatusCodes.Status400BadRequest, hasQuery || operation.RequestBody is not null),
            (StatusCodes.Status401Unauthorized, !isOpen),
            (StatusCodes.Status403Forbidden, !isOpen),
            (StatusCodes.Status404NotFound, context.Description.RelativePath?.Contains('{', StringComparison.Ordinal) == true),
            (StatusCodes.Status409Conflict, !isRead),
            (StatusCodes.Status412PreconditionFailed, headers.Contains(IfMatch)),
            (StatusCodes.Status422UnprocessableEntity, operation.RequestBody is not null),
        ];
        operation.Responses ??= new OpenApiResponses();
        foreach (var (status, _) in refusals.Where(r => r.Applies))
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            });
        }
    }

    /// <summary>RFC 9457, with what is wrong by field.</summary>
    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Of(JsonSchemaType type) => new() { Type = type };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Of(JsonSchemaType.String),
                ["title"] = Of(JsonSchemaType.String),
                ["status"] = Of(JsonSchemaType.Integer),
                ["detail"] = Of(JsonSchemaType.String),
                ["instance"] = Of(JsonSchemaType.String),
                ["traceId"] = Of(JsonSchemaType.String),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(JsonSchemaType.String) },
                },
            },
        };
    }
}
