using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>Answers of the API for what went wrong: RFC 9457, in the caller's language.</summary>
public static class Problems
{
    /// <summary>422 with messages by field. Texts are already in the caller's language.</summary>
    public static IResult Validation(HttpContext context, IReadOnlyDictionary<string, string[]> errors) =>
        Results.Json(Make(context, StatusCodes.Status422UnprocessableEntity, "error.422", errors), contentType: "application/problem+json", statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>422 with what a form's own rules say, as on a page; null where they have nothing against it.</summary>
    public static IResult? Invalid(HttpContext context, object form)
    {
        var given = new ActionContext(context, new RouteData(), new ActionDescriptor());
        context.RequestServices.GetRequiredService<IObjectModelValidator>().Validate(given, null, "", form);
        return given.ModelState.IsValid ? null : Validation(context, given.ModelState.Where(f => f.Value?.Errors.Count > 0)
            .ToDictionary(f => JsonNamingPolicy.CamelCase.ConvertName(f.Key), f => f.Value!.Errors.Select(e => e.ErrorMessage).ToArray(), StringComparer.Ordinal)); // those with errors have a value
    }

    /// <summary>An answer with a status and a text key; <paramref name="type"/> is the problem type's last part, or null.</summary>
    public static IResult Of(HttpContext context, int status, string key, object[]? args = null, string? type = null, string? field = null)
    {
        var text = Texts(context)[key, args ?? []].Value;
        var problem = Make(context, status, "error." + status, field is null ? null : new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [text] });
        problem.Detail = text;
        problem.Type = type is null ? null : "urn:clientsuite:" + type;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }

    /// <summary>409 for a state that forbids.</summary>
    public static IResult Rule(HttpContext context, RuleBrokenException broken) =>
        Of(context, StatusCodes.Status409Conflict, broken.Key, [.. broken.Args], field: broken.Field);

    /// <summary>404: nobody's, or another tenant's.</summary>
    public static IResult NotFound(HttpContext context) => Of(context, StatusCodes.Status404NotFound, "error.404.detail");

    private static ProblemDetails Make(HttpContext context, int status, string titleKey, IReadOnlyDictionary<string, string[]>? errors)
    {
        var problem = new ProblemDetails { Status = status, Title = Texts(context)[titleKey].Value, Instance = context.Request.PathBase + context.Request.Path };
        problem.Extensions["traceId"] = context.TraceIdentifier;
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        return problem;
    }

    private static IStringLocalizer Texts(HttpContext context) => context.RequestServices.GetRequiredService<IStringLocalizer>();
}
