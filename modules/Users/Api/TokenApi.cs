using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Api;

/// <summary><c>POST /api/token</c>: a token for half an hour, for a user name and password.</summary>
internal static class TokenApi
{
    /// <summary>Name that these tokens have in their user's list.</summary>
    public const string TokenName = "POST /api/token";

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/token", CreateAsync)
        .AllowAnonymous().WithTags("Token").WithSummary("A token for 30 minutes").Produces<TokenAnswer>()
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> CreateAsync(TokenRequest body, HttpContext context, ISignIn signIn, IApiTokens tokens, TenantClock clock, IStringLocalizer texts, CancellationToken cancel)
    {
        var missing = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (field, value) in new[] { ("userName", body.UserName), ("password", body.Password) })
        {
            if (string.IsNullOrEmpty(value))
            {
                missing[field] = [texts["validation.required"]];
            }
            else if (value.Length > 256)
            {
                missing[field] = [texts["users.tooLong", 256]];
            }
        }

        if (missing.Count > 0)
        {
            return Problems.Validation(context, missing);
        }

        context.Response.Headers.CacheControl = "no-store";
        var (outcome, user) = await signIn.CheckAsync(body.UserName ?? "", body.Password ?? "", body.Code, cancel);
        switch (outcome)
        {
            case SignInOutcome.Done when user is not null:
                var expires = clock.UtcNow + Length;
                var (_, secret) = await tokens.CreateAsync(user.Id, TokenName, null, expires, cancel);
                return Results.Json(new TokenAnswer(secret, expires));
            case SignInOutcome.NeedsCode:
                return Problems.Of(context, StatusCodes.Status401Unauthorized, "users.api.needsCode", type: "second-factor-required");
            case SignInOutcome.LockedOut:
                return Problems.Of(context, StatusCodes.Status401Unauthorized, "users.signIn.lockedOut", type: "locked-out");
            default:
                return Problems.Of(context, StatusCodes.Status401Unauthorized, "users.signIn.refused");
        }
    }
}

/// <param name="UserName">Login or e-mail.</param>
/// <param name="Password">Password.</param>
/// <param name="Code">Authenticator or recovery code, where the user has a second factor.</param>
internal sealed record TokenRequest(string? UserName, string? Password, string? Code);

/// <param name="Token">Secret for <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresUtc">When it ends.</param>
internal sealed record TokenAnswer(string Token, DateTime ExpiresUtc);
