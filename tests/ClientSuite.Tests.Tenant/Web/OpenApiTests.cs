using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>The description of the API is enough to make a client from.</summary>
public abstract class OpenApiTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 2 §9: the clients' endpoints are described with their parameters, bodies, headers and refusals")]
    public async Task The_clients_endpoints()
    {
        var document = await ReadAsync();
        var list = Names(Operation(document, "/api/clients", "get"), "query");
        ContainsAll(list, "q", "tradeName", "personKind", "createdFrom", "deleted", "sort", "page", "pageSize", "after", "total");
        Assert.DoesNotContain(list, n => char.IsAsciiLetterUpper(n[0]));
        ContainsAll(Names(Operation(document, "/api/clients/export", "get"), "query"), "q", "tradeName", "sort", "format", "columns");

        var form = Operation(document, "/api/clients/import", "post")["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!;
        Assert.Equal(["dryRun", "file", "mapping", "match"], Resolved(document, form)["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));

        Assert.Contains("Idempotency-Key", Names(Operation(document, "/api/clients", "post"), "header"));
        foreach (var verb in new[] { "put", "patch", "delete" })
        {
            var change = Operation(document, "/api/clients/{id}", verb);
            Assert.Contains("If-Match", Names(change, "header"));
            ContainsAll(Statuses(change), "401", "403", "404", "409", "412");
        }

        var created = Operation(document, "/api/clients", "post");
        ContainsAll(Statuses(created), "201", "400", "401", "403", "409", "422");
        Assert.Contains("errors", Resolved(document, created["responses"]!["422"]!["content"]!["application/problem+json"]!["schema"]!)["properties"]!.AsObject().Select(p => p.Key));
    }

    [Fact(DisplayName = "issue 2 §9: what asks for the version that a change starts from, and what acts once under a key, say so")]
    public async Task Headers()
    {
        var document = await ReadAsync();
        foreach (var path in new[] { "/api/client-groups", "/api/clients/{id}/documents", "/api/documents/{key}/versions", "/api/clients/{clientId}/notes", "/api/clients/{clientId}/notes/{number}/attachments", "/api/records/{recordType}/{recordId}/comments" })
        {
            Assert.Contains("Idempotency-Key", Names(Operation(document, path, "post"), "header"));
        }

        foreach (var (path, verb) in new[] { ("/api/client-groups/{id}", "put"), ("/api/documents/{key}", "patch"), ("/api/documents/{key}", "delete"), ("/api/clients/{clientId}/notes/{number}", "put"), ("/api/clients/{clientId}/alerts/{number}", "delete") })
        {
            Assert.Contains("If-Match", Names(Operation(document, path, verb), "header"));
        }
    }

    [Fact(DisplayName = "issue 2 §9: operations and features are described with their answers")]
    public async Task Operations_and_features()
    {
        var document = await ReadAsync();
        Assert.Contains("undone", Resolved(document, Operation(document, "/api/operations/{id}", "get")["responses"]!["200"]!["content"]!["application/json"]!["schema"]!)["properties"]!.AsObject().Select(p => p.Key));
        var undo = Statuses(Operation(document, "/api/operations/{id}/undo", "post"));
        Assert.Contains("202", undo);
        Assert.DoesNotContain("200", undo);
        Assert.NotNull(Operation(document, "/api/features", "get")["responses"]!["200"]!["content"]!["application/json"]!["schema"]);
    }

    private async Task<JsonNode> ReadAsync() => (await Tenant.Api.GetAsync("../openapi/v1.json")).Is(HttpStatusCode.OK).Json!; // it is JSON

    private static JsonNode Operation(JsonNode document, string path, string verb) =>
        document["paths"]!.AsObject().Single(p => p.Key.TrimEnd('/') == path).Value![verb] ?? throw new Xunit.Sdk.XunitException($"No {verb} {path}.");

    private static void ContainsAll(string[] found, params string[] expected) => Assert.All(expected, name => Assert.Contains(name, found));

    private static string[] Names(JsonNode operation, string place) => operation["parameters"] is JsonArray parameters
        ? [.. parameters.Where(p => p!["in"]!.GetValue<string>() == place).Select(p => p!["name"]!.GetValue<string>())]
        : [];

    private static string[] Statuses(JsonNode operation) => [.. operation["responses"]!.AsObject().Select(r => r.Key)];

    private static JsonNode Resolved(JsonNode document, JsonNode schema) => schema["$ref"]?.GetValue<string>() is { } reference
        ? document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!
        : schema;
}

public sealed class OpenApiOnSqlite(TenantFixture<Sqlite> tenant) : OpenApiTests<Sqlite>(tenant);

public sealed class OpenApiOnPostgres(TenantFixture<Postgres> tenant) : OpenApiTests<Postgres>(tenant);
