using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>Understands one kind of recipe step. Scoped. Steps run in order, in one transaction of the tenant's database.</summary>
public interface IRecipeStepHandler
{
    /// <summary>Name of the step, compared without case.</summary>
    string Name { get; }

    /// <summary>Checks the step before anything changes; adds a message per fault. Reads only.</summary>
    Task ValidateAsync(RecipeStepContext step, CancellationToken cancel);

    /// <summary>Does the step. Changes through the scope's <c>TenantDb</c>; the platform saves and commits.</summary>
    Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel);
}

/// <summary>A step under way.</summary>
public sealed class RecipeStepContext
{
    /// <summary>Number of the step, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The step's JSON with expressions already evaluated.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Folder of the recipe's file, for files beside it; null where it came over HTTP.</summary>
    public string? Folder { get; init; }

    /// <summary>True when sample data is wanted.</summary>
    public bool WithSampleData { get; init; }

    /// <summary>Faults found by validation: text key and arguments.</summary>
    public IList<RuleBrokenException> Faults { get; } = [];
}
