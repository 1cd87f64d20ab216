using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>A recipe on offer.</summary>
/// <param name="Name">Name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Description">What it sets up.</param>
/// <param name="IsSetup">True when tenants can be set up with it.</param>
public sealed record RecipeInfo(string Name, string DisplayName, string Description, bool IsSetup);

/// <summary>What came of a step.</summary>
/// <param name="Number">Number from 1.</param>
/// <param name="Name">Name of the step.</param>
/// <param name="Outcome"><c>done</c> or <c>skipped</c>.</param>
public sealed record RecipeStepResult(int Number, string Name, string Outcome);

/// <summary>Recipes: reads, validates whole, runs. Scoped.</summary>
public interface IRecipes
{
    /// <summary>The recipes of the installation and its modules, in the reader's language where they say it.</summary>
    IReadOnlyList<RecipeInfo> All { get; }

    /// <summary>What a recipe called something in a tenant (a role, a field) in the reader's language; the text itself where no recipe of
    /// the installation says it: what people wrote stays as they wrote it.</summary>
    string Shown(string text);

    /// <summary>Runs a recipe by name in the current tenant: migrations of new features, then every step in one transaction, then
    /// the feature switch.</summary>
    /// <exception cref="RuleBrokenException">The recipe is unknown or wrong, or sets tenants up: nothing changed.</exception>
    Task<IReadOnlyList<RecipeStepResult>> ExecuteAsync(string name, IReadOnlyDictionary<string, JsonNode?> parameters, bool withSampleData, CancellationToken cancel);

    /// <summary>Runs a recipe given as JSON.</summary>
    Task<IReadOnlyList<RecipeStepResult>> ExecuteJsonAsync(string json, IReadOnlyDictionary<string, JsonNode?> parameters, CancellationToken cancel);

    /// <summary>Parts of the current tenant as a recipe: <c>feature</c>, <c>Roles</c>, <c>ContentDefinition</c>, <c>settings</c>; names compare
    /// without case and may be joined by commas. None asks for all.</summary>
    /// <exception cref="RuleBrokenException">A name stands for nothing that can be exported.</exception>
    Task<JsonObject> ExportAsync(IReadOnlyCollection<string> what, CancellationToken cancel);
}
