using System.Globalization;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Recipes;

internal sealed class RecipeExecutor(TenantContext tenant, ITenants tenants, RecipeLibrary library, RecipeRunner runner, FeatureSwitch features, TenantDb db, TimeProvider time, IStringLocalizer texts, ILogger<RecipeExecutor> log) : IRecipes
{
    /// <summary>What can be exported, in the order of the recipe's steps.</summary>
    private static readonly string[] Exports = ["feature", "Roles", "ContentDefinition", "settings"];

    private IReadOnlyList<RecipeDocument> Readable => field ??= [.. library.Readable];

    public IReadOnlyList<RecipeInfo> All
    {
        get
        {
            var culture = TextStore.Serve(CultureInfo.CurrentUICulture);
            return [.. library.All.Select(r => r.Recipe).Select(r => new RecipeInfo(r.Name, r.TextIn(culture, r.DisplayName) ?? r.DisplayName, r.TextIn(culture, r.Description) ?? r.Description, r.IsSetupRecipe))];
        }
    }

    public string Shown(string text)
    {
        var culture = TextStore.Serve(CultureInfo.CurrentUICulture);
        return Readable.Select(r => r.TextIn(culture, text)).FirstOrDefault(t => t is not null) ?? text;
    }

    public Task<IReadOnlyList<RecipeStepResult>> ExecuteAsync(string name, IReadOnlyDictionary<string, JsonNode?> parameters, bool withSampleData, CancellationToken cancel) =>
        RecipeFaults.Translate(() =>
        {
            var (recipe, folder) = library.Find(name);
            if (recipe.IsSetupRecipe)
            {
                // It would mix two kinds of business, and set roles back that people have changed since.
                throw new RuleBrokenException("recipes.isSetup", recipe.Name);
            }

            return RunAsync(library.Plan(recipe, folder, parameters), withSampleData, cancel);
        }, texts);

    public Task<IReadOnlyList<RecipeStepResult>> ExecuteJsonAsync(string json, IReadOnlyDictionary<string, JsonNode?> parameters, CancellationToken cancel) =>
        RecipeFaults.Translate(() => RunAsync(library.Plan(RecipeReader.Read(json, "recipe"), null, parameters), withSampleData: false, cancel), texts);

    public async Task<JsonObject> ExportAsync(IReadOnlyCollection<string> what, CancellationToken cancel)
    {
        var named = what.SelectMany(w => w.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (named.FirstOrDefault(n => !Exports.Contains(n, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new RuleBrokenException("recipes.unknownExport", unknown, string.Join(", ", Exports)) { Field = "what" };
        }

        var steps = new JsonArray();
        if (Asks("feature"))
        {
            var enabled = (tenants.Find(tenant.Name) ?? tenant.Settings).Features;
            steps.Add(new JsonObject { ["name"] = "feature", ["enable"] = new JsonArray([.. enabled.Select(f => JsonValue.Create(f))]), ["disable"] = new JsonArray() });
        }

        if (Asks("Roles"))
        {
            var roles = await db.Set<Role>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancel);
            steps.Add(new JsonObject
            {
                ["name"] = "Roles",
                ["Roles"] = new JsonArray([.. roles.Select(r => new JsonObject { ["Name"] = r.Name, ["Description"] = r.Description, ["Permissions"] = JsonNode.Parse(r.Permissions) })]),
            });
        }

        var sections = await db.Set<Settings.Setting>().AsNoTracking().ToDictionaryAsync(s => s.Name, s => s.Value, cancel);
        if (Asks("ContentDefinition") && sections.TryGetValue(ContentDefinitionStep.Section, out var definition))
        {
            var step = (JsonObject)JsonNode.Parse(definition)!; // stored as an object
            step.Insert(0, "name", "ContentDefinition");
            steps.Add(step);
        }

        if (Asks("settings") && sections.TryGetValue("Site", out var site))
        {
            var from = (JsonObject)JsonNode.Parse(site)!; // stored as an object
            steps.Add(new JsonObject { ["name"] = "settings", ["SiteName"] = from["siteName"]?.DeepClone(), ["TimeZoneId"] = from["timeZoneId"]?.DeepClone(), ["Culture"] = from["culture"]?.DeepClone() });
        }

        return new JsonObject { ["name"] = "export", ["displayName"] = "Export", ["version"] = "1.0.0", ["exportUtc"] = time.GetUtcNow().UtcDateTime.ToString("O"), ["steps"] = steps };

        bool Asks(string part) => named.Count == 0 || named.Contains(part, StringComparer.OrdinalIgnoreCase);
    }

    private async Task<IReadOnlyList<RecipeStepResult>> RunAsync(IReadOnlyList<PlannedStep> steps, bool withSampleData, CancellationToken cancel)
    {
        using var turn = await runner.TurnAsync(tenant.Settings.TenantId, cancel);
        await features.EndPendingAsync(Current(), cancel);
        var current = Current();
        var candidate = runner.Candidate(current, steps);
        runner.CheckNames(candidate, steps);
        var run = Guid.NewGuid().ToString("N");
        await features.IntendAsync(tenant.Name, run, candidate.Features, cancel);
        try
        {
            var results = await runner.RunAsync(candidate, steps, run, withSampleData, before: null, cancel);
            await features.ApplyAsync(tenant.Name, now => runner.Candidate(current with { Features = now }, steps).Features, run, CancellationToken.None);
            return results;
        }
        catch
        {
            await EndAsync(run);
            throw;
        }
    }

    private ShellSettings Current() => tenants.Find(tenant.Name) ?? throw new RuleBrokenException("tenants.unknown", tenant.Name);

    /// <summary>With most failures the transaction is gone, and the intent with it. Where it committed, and only the switch failed, the switch follows:
    /// now, or with the next recipe or start where the database or the host's is away.</summary>
    private async Task EndAsync(string run)
    {
        try
        {
            if (tenants.Find(tenant.Name) is { Pending.Run: var pending } left && pending == run)
            {
                await features.EndPendingAsync(left, CancellationToken.None);
            }
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            log.LogWarning(away, "The feature switch of a recipe in {Tenant} is left for later", tenant.Name);
        }
    }
}

/// <summary>A recipe's faults as rules that people can read.</summary>
internal static class RecipeFaults
{
    public static async Task<T> Translate<T>(Func<Task<T>> work, IStringLocalizer texts)
    {
        try
        {
            return await work();
        }
        catch (RecipeException fault)
        {
            throw Rule(fault, texts);
        }
    }

    /// <summary>Where a step is known, its number and name come first; the sentence after them is said in the language of who asks now.</summary>
    public static RuleBrokenException Rule(RecipeException fault, IStringLocalizer texts)
    {
        object[] args = [.. fault.Args.Select(a => a ?? "")];
        return (fault.StepNumber, fault.StepName) switch
        {
            ({ } number, { Length: > 0 } name) => new RuleBrokenException("recipes.atStep", number, name, texts[fault.TextKey, args].Value),
            ({ } number, _) => new RuleBrokenException("recipes.atNamelessStep", number, texts[fault.TextKey, args].Value),
            _ => new RuleBrokenException(fault.TextKey, args),
        };
    }
}
