using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>The <c>Idempotency-Key</c> of a POST: the same key and body within 24 hours returns the first answer. Scoped.</summary>
public interface IIdempotency
{
    /// <summary>The first answer where there is one, or 422 where the key was used with another body; null to go on.</summary>
    Task<IResult?> FindAsync(HttpContext context, string body, CancellationToken cancel);

    /// <summary>True when the request has a key: save, call <see cref="Keep"/> and save again in one transaction.</summary>
    bool IsAsked(HttpContext context);

    /// <summary>Adds the answer to the scope's <c>TenantDb</c>, stored with its next save.</summary>
    void Keep(HttpContext context, string body, int status, string? location, string answerJson);
}
