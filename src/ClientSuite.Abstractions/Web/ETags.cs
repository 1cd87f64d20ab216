using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ClientSuite.Web;

/// <summary>A record's version as the API tells and checks it.</summary>
public static class ETags
{
    /// <summary>The value of <c>ETag</c>.</summary>
    public static string Of(int version) => FormattableString.Invariant($"\"{version}\"");

    /// <summary>True where <c>If-Match</c> names other versions only: answer 412 and change nothing.</summary>
    public static bool IsStale(this HttpContext context, int version) =>
        context.Request.Headers.IfMatch is { Count: > 0 } match && match != "*" && !match.ToString().Split(',').Select(m => m.Trim()).Contains(Of(version));

    /// <summary>Says in the API's description that the endpoint asks <see cref="IsStale"/>.</summary>
    public static TBuilder TakesIfMatch<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new FromHeaderAttribute { Name = "If-Match" });
}
