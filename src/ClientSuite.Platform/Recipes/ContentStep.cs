using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Recipes;

/// <summary><c>content</c>: the items in <c>data</c>, each taken by the module whose type it is.</summary>
internal sealed class ContentStep(IEnumerable<IContentImporter> importers, IStringLocalizer texts) : IRecipeStepHandler
{
    public string Name => "content";

    public async Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var (at, item) in RecipeJson.GetObjects(step.Body, "data").Index())
        {
            var type = RecipeJson.GetString(item, "ContentType") ?? "";
            if (ImporterOf(type) is not { } importer)
            {
                step.Faults.Add(new RuleBrokenException("recipes.unknownContentType", step.Number, at + 1, type));
                continue;
            }

            var faults = RecipeJson.GetString(item, "ContentItemId") is { Length: > 0 } id && !PublicId.IsValid(id)
                ? [new ContentFault("contentItemId", "recipes.badContentItemId", id)]
                : await importer.ValidateAsync(item, cancel);
            foreach (var fault in faults)
            {
                step.Faults.Add(new RuleBrokenException("recipes.badContentItem", step.Number, at + 1, fault.Field, texts[fault.Key, fault.Args].Value));
            }
        }
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var item in RecipeJson.GetObjects(step.Body, "data"))
        {
            if (ImporterOf(RecipeJson.GetString(item, "ContentType") ?? "") is { } importer) // validation refused the others
            {
                await importer.ImportAsync(item, cancel);
            }
        }
    }

    private IContentImporter? ImporterOf(string type) => importers.FirstOrDefault(i => i.ContentType.Equals(type, StringComparison.OrdinalIgnoreCase));
}
