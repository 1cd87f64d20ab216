using System.Globalization;

namespace ClientSuite.Recipes;

/// <summary>
/// Every refusal of a recipe: its text key, and the English sentence that goes to the log. Screens and API answers
/// translate the key and fill the same numbered places.
/// </summary>
public static class RecipeErrors
{
    public const string InvalidJson = "recipes.invalidJson";
    public const string TooLarge = "recipes.tooLarge";
    public const string NotAnObject = "recipes.notAnObject";
    public const string StepNotAnObject = "recipes.stepNotAnObject";
    public const string NotText = "recipes.notText";
    public const string NotTrueOrFalse = "recipes.notTrueOrFalse";
    public const string NotObject = "recipes.notObject";
    public const string NotList = "recipes.notList";
    public const string NotListOfObjects = "recipes.notListOfObjects";
    public const string NotListOfTexts = "recipes.notListOfTexts";
    public const string MissingMember = "recipes.missingMember";
    public const string UnknownVariable = "recipes.unknownVariable";
    public const string VariableCycle = "recipes.variableCycle";
    public const string Script = "recipes.script";
    public const string ScriptUnknownName = "recipes.scriptUnknownName";
    public const string ScriptUnsupported = "recipes.scriptUnsupported";
    public const string ScriptTooLong = "recipes.scriptTooLong";
    public const string ScriptTooDeep = "recipes.scriptTooDeep";
    public const string ScriptTooManySteps = "recipes.scriptTooManySteps";
    public const string NotAllowedHere = "recipes.notAllowedHere";
    public const string FileOutsideRecipe = "recipes.fileOutsideRecipe";
    public const string FileNotFound = "recipes.fileNotFound";
    public const string FileTooLarge = "recipes.fileTooLarge";

    /// <summary>The English sentence of each key, with numbered places for the arguments.</summary>
    public static IReadOnlyDictionary<string, string> English { get; } = new Dictionary<string, string>
    {
        [InvalidJson] = "{0} is not valid JSON, near line {1}, column {2}: {3}",
        [TooLarge] = "{0} is larger than {1} bytes; split it into several recipes.",
        [NotAnObject] = "{0} is not a recipe: it must be a JSON object.",
        [StepNotAnObject] = "A step must be a JSON object.",
        [NotText] = "\"{0}\" must be a text.",
        [NotTrueOrFalse] = "\"{0}\" must be true or false.",
        [NotObject] = "\"{0}\" must be an object.",
        [NotList] = "\"{0}\" must be a list.",
        [NotListOfObjects] = "\"{0}\" must be a list of objects.",
        [NotListOfTexts] = "\"{0}\" must be a list of texts.",
        [MissingMember] = "\"{0}\" is missing.",
        [UnknownVariable] = "The recipe has no variable \"{0}\"; add it to \"variables\".",
        [VariableCycle] = "The recipe's variables need each other in a circle: {0}.",
        [Script] = "The expression {0} cannot be evaluated, at position {1}: {2}",
        [ScriptUnknownName] = "The expression {0} uses the unknown name \"{1}\".",
        [ScriptUnsupported] = "The expression {0} uses {1}, which recipes do not support.",
        [ScriptTooLong] = "An expression or a text in it is longer than {0} characters.",
        [ScriptTooDeep] = "The expression {0} is nested deeper than {1} levels.",
        [ScriptTooManySteps] = "The recipe's expressions need more work than is allowed; the last one was {0}.",
        [NotAllowedHere] = "\"{0}\" expressions are not allowed in a recipe from this source.",
        [FileOutsideRecipe] = "The file \"{0}\" lies outside the recipe's folder.",
        [FileNotFound] = "The file \"{0}\" is not beside the recipe.",
        [FileTooLarge] = "The file \"{0}\" is larger than {1} bytes.",
    };

    internal static string Format(string textKey, IReadOnlyList<object?> args, int? stepNumber, string? stepName)
    {
        var sentence = English.TryGetValue(textKey, out var format)
            ? string.Format(CultureInfo.InvariantCulture, format, [.. args])
            : $"{textKey}: {string.Join(", ", args)}";
        return stepNumber is null ? sentence : $"Step {stepNumber} ({stepName ?? "without a name"}): {sentence}";
    }
}
