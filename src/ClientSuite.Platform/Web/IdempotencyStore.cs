using System.Security.Cryptography;
using System.Text;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Web;

internal sealed class IdempotencyStore(TenantDb db, TenantClock clock, ICurrentUser user) : IIdempotency
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public bool IsAsked(HttpContext context) => context.Request.Headers.ContainsKey("Idempotency-Key");

    public async Task<IResult?> FindAsync(HttpContext context, string body, CancellationToken cancel)
    {
        if (!IsAsked(context))
        {
            return null;
        }

        var key = Key(context);
        if (!db.IsSqlite && db.Database.CurrentTransaction is not null)
        {
            // The same request at the same moment waits for the first one's commit; on SQLite the write gate sees to it.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || {key}, 0))", cancel);
        }

        var first = await db.Set<IdempotentRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Key == key, cancel);
        if (first is null)
        {
            return null;
        }

        if (first.CreatedUtc <= clock.UtcNow - Kept)
        {
            await db.Set<IdempotentRequest>().Where(r => r.Key == key).ExecuteDeleteAsync(cancel); // its time is over, and the nightly task has not come by: the key is free
            return null;
        }

        if (first.BodyHash != Hash(body))
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "error.idempotencyKeyReused", type: "idempotency-key-reused");
        }

        if (first.Location is not null)
        {
            context.Response.Headers.Location = first.Location;
        }

        return Results.Content(first.Body, "application/json; charset=utf-8", Encoding.UTF8, first.Status);
    }

    public void Keep(HttpContext context, string body, int status, string? location, string answerJson) => db.Add(new IdempotentRequest
    {
        Key = Key(context),
        BodyHash = Hash(body),
        Status = status,
        Location = location,
        Body = answerJson,
        CreatedUtc = clock.UtcNow,
    });

    /// <summary>The key is the caller's own: another user or address can't read its answer.</summary>
    private string Key(HttpContext context) => Hash($"{user.Id}\n{context.Request.Method} {context.Request.Path}\n{context.Request.Headers["Idempotency-Key"]}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
