namespace ClientSuite.Recipes;

/// <summary>
/// A recipe that cannot be read, or a step that cannot be run. <see cref="TextKey"/> and <see cref="Args"/> are for
/// people, in their language; <see cref="Exception.Message"/> says the same in English, for the log. Steps count from 1.
/// </summary>
public sealed class RecipeException : Exception
{
    public RecipeException(string textKey, IReadOnlyList<object?> args, int? stepNumber = null, string? stepName = null, Exception? inner = null)
        : base(RecipeErrors.Format(textKey, args, stepNumber, stepName), inner)
    {
        TextKey = textKey;
        Args = args;
        StepNumber = stepNumber;
        StepName = stepName;
    }

    public string TextKey { get; }

    public IReadOnlyList<object?> Args { get; }

    public int? StepNumber { get; }

    public string? StepName { get; }

    /// <summary>The same refusal with the step in which it happened; unchanged where a step is known already.</summary>
    public RecipeException AtStep(RecipeStep step) => AtStep(step.Number, step.Name);

    /// <summary>The same for a step whose values are known already.</summary>
    internal RecipeException AtStep(PlannedStep step) => AtStep(step.Number, step.Name);

    private RecipeException AtStep(int number, string name) => StepNumber is null ? new RecipeException(TextKey, Args, number, name, this) : this;
}
