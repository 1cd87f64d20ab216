namespace ClientSuite.Clients;

/// <summary>What <c>_Form</c> needs besides the form itself.</summary>
/// <param name="Form">The form.</param>
/// <param name="Required">Fields that may not stay empty.</param>
/// <param name="DuplicatesUrl">Address that answers the possible duplicates.</param>
/// <param name="PostalCodeUrl">Address that a CEP is appended to and that answers its street and city.</param>
internal sealed record ClientFormView(ClientForm Form, IReadOnlyList<string> Required, string DuplicatesUrl, string PostalCodeUrl)
{
    /// <summary>An address abroad has its own states.</summary>
    public bool IsAbroad => Form.Country is { Length: > 0 } and not "BR";

    public bool Asks(string field) => Required.Contains(field);
}

/// <summary>Puts what is wrong with a form where the page shows it.</summary>
internal static class FieldProblems
{
    public static void Show(this IReadOnlyList<FieldProblem> problems, Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary state, Microsoft.Extensions.Localization.IStringLocalizer texts)
    {
        foreach (var problem in problems)
        {
            var key = "Form." + problem.Field;
            if (!state.TryGetValue(key, out var entry) || entry.Errors.Count == 0)
            {
                state.AddModelError(key, texts[problem.Key, problem.Args].Value);
            }
        }
    }
}
