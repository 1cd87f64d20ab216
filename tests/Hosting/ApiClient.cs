using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>What the API answered.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonNode? Json => Text.Length > 0 && Message.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(Text) : null;

    public JsonNode? this[string name] => Json?[name];

    public string ETag => Message.Headers.ETag?.Tag ?? "";

    /// <summary>The answer itself when it has the status; otherwise the test fails and shows what came instead.</summary>
    public ApiAnswer Is(HttpStatusCode expected)
    {
        Assert.True(Status == expected, $"{Message.RequestMessage?.Method} {Message.RequestMessage?.RequestUri} answered {(int)Status} instead of {(int)expected}: {Text}");
        return this;
    }
}

/// <summary>A tenant's API with a token, or without.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="tenant">Address of the tenant, with a slash at the end.</param>
    /// <param name="token">Bearer token; null for none.</param>
    public ApiClient(Uri tenant, string? token = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(tenant, "api/") };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt-BR");
        (Tenant, Token) = (tenant, token);
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Uri Tenant { get; }

    public string? Token { get; }

    public static async Task<ApiClient> SignInAsync(Uri tenant, string userName = TestHost.AdminName, string password = TestHost.AdminPassword)
    {
        using var anonymous = new ApiClient(tenant);
        var answer = (await anonymous.PostAsync("token", new { userName, password })).Is(HttpStatusCode.OK);
        return new ApiClient(tenant, answer["token"]?.GetValue<string>());
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<ApiAnswer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    public Task<ApiAnswer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<ApiAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Sends; a string is sent as it stands, anything else as JSON.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                string text => new StringContent(text, Encoding.UTF8, "application/json"),
                _ => JsonContent.Create(body),
            },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await _http.SendAsync(request);
        return new ApiAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Creates a client and answers its id.</summary>
    public async Task<string> CreateClientAsync(object client) =>
        (await PostAsync("clients", client)).Is(HttpStatusCode.Created)["id"]!.GetValue<string>(); // a created client has an id

    /// <summary>The trade names of a list, in its order.</summary>
    public async Task<string[]> NamesAsync(string query) =>
        [.. (await GetAsync("clients?" + query)).Is(HttpStatusCode.OK)["items"]!.AsArray().Select(c => c!["tradeName"]!.GetValue<string>())]; // every client has a name

    public void Dispose() => _http.Dispose();
}
