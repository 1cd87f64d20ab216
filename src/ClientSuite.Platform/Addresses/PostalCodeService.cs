using System.Globalization;
using System.Net;
using System.Text.Json;
using ClientSuite.Values;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Addresses;

/// <summary>Asks a service in the format of ViaCEP and keeps what it answered: streets are the same for every tenant.</summary>
internal sealed partial class PostalCodeService(PostalCodeOptions options, ILogger<PostalCodeService> logger) : IAddressLookup, IDisposable
{
    private const int MostBytes = 64 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan UnknownKept = TimeSpan.FromHours(6);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        MaxResponseContentBufferSize = MostBytes,
    };

    public async Task<FoundAddress?> FindAsync(string? postalCode, CancellationToken cancel)
    {
        if (options.Url.Length == 0 || !PostalCode.TryParse(postalCode, out var code))
        {
            return null;
        }

        if (_known.TryGetValue(code, out FoundAddress? known))
        {
            return known;
        }

        try
        {
            var found = await AskAsync(code, cancel);
            _known.Set(code, found, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = found.IsUnknown ? UnknownKept : Kept });
            return found;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            LogFailed(failure, options.Url);
            return null;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _known.Dispose();
    }

    private async Task<FoundAddress> AskAsync(string code, CancellationToken cancel)
    {
        using var answer = await _http.GetAsync(new Uri(string.Format(CultureInfo.InvariantCulture, options.Url, code)), cancel);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return FoundAddress.Unknown;
        }

        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var found = await JsonSerializer.DeserializeAsync<Answer>(body, JsonSerializerOptions.Web, cancel);
        // A code that does not exist is 200 with "erro": true, or "true".
        return found is { Erro.ValueKind: JsonValueKind.Undefined, Localidade.Length: > 0 }
            ? new FoundAddress(found.Logradouro ?? "", found.Bairro ?? "", found.Localidade, found.Uf ?? "")
            : FoundAddress.Unknown;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The postal code service {Url} did not answer")]
    private partial void LogFailed(Exception failure, string url);

    private sealed record Answer
    {
        public string? Logradouro { get; init; }

        public string? Bairro { get; init; }

        public string? Localidade { get; init; }

        public string? Uf { get; init; }

        public JsonElement Erro { get; init; }
    }
}
