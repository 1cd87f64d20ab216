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

    /// <summary>True where the form may change whether the client is blocked.</summary>
    public bool AsksBlock { get; init; }

    /// <summary>Whether the client is blocked, in words, for who may not change it; null for a client that is not there yet.</summary>
    public string? Blocked { get; init; }

    /// <summary>What the legal name is required by: the kind of person that is chosen.</summary>
    public string? LegalNameWhen => Asks(nameof(ClientForm.LegalName)) ? "Form.PersonKind=legal" : null;

    public bool IsLegal => Form.PersonKind == "legal";

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
