using System.Text.Json.Nodes;
using ClientSuite.Modules;
using ClientSuite.Tenancy;

namespace ClientSuite.Recipes;

internal sealed class RecipeExecutor(TenantContext tenant, ITenants tenants, RecipeLibrary library, RecipeRunner runner, FeatureSwitch features) : IRecipes
{
    public IReadOnlyList<RecipeInfo> All => [.. library.All.Select(r => new RecipeInfo(r.Recipe.Name, r.Recipe.DisplayName, r.Recipe.Description, r.Recipe.IsSetupRecipe))];

    public Task<IReadOnlyList<RecipeStepResult>> ExecuteAsync(string name, IReadOnlyDictionary<string, JsonNode?> parameters, bool withSampleData, CancellationToken cancel) =>
        RecipeFaults.Translate(() =>
        {
            var (recipe, folder) = library.Find(name);
            return RunAsync(library.Plan(recipe, folder, parameters), withSampleData, cancel);
        });

    public Task<IReadOnlyList<RecipeStepResult>> ExecuteJsonAsync(string json, IReadOnlyDictionary<string, JsonNode?> parameters, CancellationToken cancel) =>
        RecipeFaults.Translate(() => RunAsync(library.Plan(RecipeReader.Read(json, "recipe"), null, parameters), withSampleData: false, cancel));

    private async Task<IReadOnlyList<RecipeStepResult>> RunAsync(IReadOnlyList<PlannedStep> steps, bool withSampleData, CancellationToken cancel)
    {
        var current = tenants.Find(tenant.Name) ?? throw new RuleBrokenException("tenants.unknown", tenant.Name);
        var candidate = runner.Candidate(current, steps);
        runner.CheckNames(candidate, steps);
        var run = Guid.NewGuid().ToString("N");
        var intended = await tenants.UpdateAsync(current with { Pending = new PendingSwitch(run, candidate.Features) }, cancel);
        try
        {
            var results = await runner.RunAsync(candidate, steps, run, withSampleData, before: null, cancel);
            await features.ApplyAsync(intended, candidate.Features, CancellationToken.None);
            return results;
        }
        catch
        {
            // The transaction is gone with the failure: drop the intent.
            if (tenants.Find(tenant.Name) is { Pending.Run: var pending } left && pending == run)
            {
                await tenants.UpdateAsync(left with { Pending = null }, CancellationToken.None);
            }

            throw;
        }
    }
}

/// <summary>A recipe's faults as rules that people can read.</summary>
internal static class RecipeFaults
{
    public static async Task<T> Translate<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (RecipeException fault)
        {
            throw Rule(fault);
        }
    }

    public static RuleBrokenException Rule(RecipeException fault) => new(fault.TextKey, [.. fault.Args.Select(a => a ?? "")]);
}
