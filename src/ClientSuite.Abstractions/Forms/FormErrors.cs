using Microsoft.AspNetCore.Http;

namespace ClientSuite.Forms;

/// <summary>The fields of the page being drawn that hold an error, in the order they stand: <c>&lt;field&gt;</c> notes them and
/// the theme's <c>_FormErrors</c>, which comes after, links to them.</summary>
public static class FormErrors
{
    private static readonly object Key = new();

    /// <summary>Fields noted so far in this request.</summary>
    public static IReadOnlyList<FieldError> Of(HttpContext context) => context.Items[Key] as List<FieldError> ?? [];

    internal static void Add(HttpContext context, FieldError error)
    {
        if (context.Items[Key] is not List<FieldError> errors)
        {
            context.Items[Key] = errors = [];
        }

        errors.Add(error);
    }
}

/// <summary>A field that holds an error.</summary>
/// <param name="Id">Element id of its control.</param>
/// <param name="Label">Its label, in the user's language.</param>
public sealed record FieldError(string Id, string Label);
