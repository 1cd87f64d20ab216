using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Data;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Where mail providers report what came back. The address itself is the secret: providers send no token of ours.</summary>
internal static class BounceApi
{
    private const int MaxBody = 256 * 1024;
    private const int MaxReports = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/email/bounces/{key}", ReportAsync).AllowAnonymous().Accepts<BounceReport[]>("application/json").Produces(StatusCodes.Status204NoContent).WithTags("Email").WithName("ReportBounces");

    private static async Task<IResult> ReportAsync(string key, HttpContext context, ISettings<SmtpSettings> settings, TenantDb db, TenantClock clock, CancellationToken cancel)
    {
        var known = (await settings.GetAsync(cancel)).BounceKey;
        if (known.Length == 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(key)))
        {
            return Results.NotFound();
        }

        if (await ReadAsync(context.Request, cancel) is not { } reports)
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "Bad Request", detail: "One report {messageId, reason} or an array of them is expected.");
        }

        var now = clock.UtcNow;
        var reasons = reports.Where(r => r.Type != "transient").DistinctBy(r => r.Id, StringComparer.Ordinal).ToDictionary(r => r.Id, r => r.Reason, StringComparer.Ordinal);
        var ids = reasons.Keys.ToList();
        foreach (var message in await db.EmailMessages.Where(m => ids.Contains(m.MessageId) && m.Status == EmailStatus.Sent).ToListAsync(cancel))
        {
            var reason = reasons[message.MessageId];
            message.Bounced(reason.Length <= 500 ? reason : reason[..500], now);
        }

        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    /// <summary>One report or several; null where it is neither.</summary>
    private static async Task<IReadOnlyList<BounceReport>?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MaxBody)
        {
            return null;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancel);
            BounceReport[]? reports = body.RootElement.ValueKind switch
            {
                JsonValueKind.Array => body.Deserialize(BounceJson.Default.BounceReportArray),
                JsonValueKind.Object => body.Deserialize(BounceJson.Default.BounceReport) is { } one ? [one] : null,
                _ => null,
            };
            return reports is { Length: <= MaxReports } && Array.TrueForAll(reports, r => r is { MessageId: not null, Reason: not null }) ? reports : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A mail that came back.</summary>
internal sealed class BounceReport
{
    /// <summary>Its Message-ID, with or without brackets and domain.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>The far server's words; may be empty.</summary>
    public string Reason { get; set; } = "";

    /// <summary><c>transient</c> says that it may still arrive, and changes nothing; anything else is for good.</summary>
    public string Type { get; set; } = "permanent";

    internal string Id => MessageId.Trim().TrimStart('<').TrimEnd('>').Split('@')[0];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(BounceReport))]
[JsonSerializable(typeof(BounceReport[]))]
internal sealed partial class BounceJson : JsonSerializerContext;
