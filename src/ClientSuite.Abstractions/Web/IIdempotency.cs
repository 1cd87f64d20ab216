using System.Text.Json;
using ClientSuite.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

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

/// <summary>The usual course of a POST that takes an <c>Idempotency-Key</c>.</summary>
public static class IdempotencyExtensions
{
    /// <summary>Says in the API's description that the endpoint acts by <see cref="OnceAsync"/>.</summary>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new FromHeaderAttribute { Name = "Idempotency-Key" });

    /// <summary>Acts once: with a key that was seen it answers what was answered then, with a new one it acts in a transaction and keeps the
    /// answer in it. Without a key it just acts.</summary>
    /// <param name="idempotency">The keys.</param>
    /// <param name="context">The request; <c>Location</c> of its answer is kept too.</param>
    /// <param name="db">The tenant's database, which <paramref name="act"/> saves.</param>
    /// <param name="body">What must be the same under the same key.</param>
    /// <param name="json">How the answer is written.</param>
    /// <param name="act">Saves and answers JSON; where it answers anything but 200 and 201, nothing is kept.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<IResult> OnceAsync(this IIdempotency idempotency, HttpContext context, TenantDb db, string body, JsonSerializerOptions json, Func<Task<IResult>> act, CancellationToken cancel)
    {
        if (!idempotency.IsAsked(context))
        {
            return await act();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel); // the same request, a moment later, waits for it
        if (await idempotency.FindAsync(context, body, cancel) is { } earlier)
        {
            return earlier;
        }

        var answer = await act();
        if (answer is not IStatusCodeHttpResult { StatusCode: { } status and (StatusCodes.Status200OK or StatusCodes.Status201Created) } || answer is not IValueHttpResult { Value: { } value })
        {
            return answer;
        }

        idempotency.Keep(context, body, status, context.Response.Headers.Location, JsonSerializer.Serialize(value, value.GetType(), json));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return answer;
    }
}
