using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Recipes;

/// <summary>Runs the steps of a recipe in the shell that the tenant will have, in one transaction of its database.</summary>
internal sealed class RecipeRunner(ModuleCatalogHolder catalog, ShellManager shells, Migrator migrator) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(tenant =>
        RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = int.MaxValue }));

    /// <summary>Name of the setting that proves a run's transaction committed.</summary>
    public const string RunMark = "RecipeRun";

    /// <summary>A turn for a recipe of a tenant. One runs after the other: the intent and the mark are those of one run.</summary>
    public ValueTask<RateLimitLease> TurnAsync(string tenantId, CancellationToken cancel) => _turns.AcquireAsync(tenantId, 1, cancel);

    public void Dispose() => _turns.Dispose();

    /// <summary>The tenant with the features that the steps ask for. Refuses unknown features.</summary>
    public ShellSettings Candidate(ShellSettings tenant, IReadOnlyList<PlannedStep> steps)
    {
        var wanted = tenant.Features.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps.Where(s => s.Is("feature")))
        {
            foreach (var id in step.Read(body => RecipeJson.GetStrings(body, "enable")))
            {
                var feature = catalog.Current.Find(id) ?? throw new RuleBrokenException("recipes.unknownFeature", step.Number, id);
                if (feature.DefaultTenantOnly && !tenant.IsDefault)
                {
                    throw new RuleBrokenException("features.notOffered", feature.Name);
                }

                wanted.Add(feature.Id);
            }

            wanted.ExceptWith(step.Read(body => RecipeJson.GetStrings(body, "disable")));
        }

        return tenant with { Features = catalog.Current.Normalise(wanted) };
    }

    /// <summary>Checks that somebody understands every step: before anything changes.</summary>
    public void CheckNames(ShellSettings candidate, IReadOnlyList<PlannedStep> steps)
    {
        var shell = shells.Acquire(candidate);
        try
        {
            using var scope = shell.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<TenantContext>().Bind(candidate);
            var known = scope.ServiceProvider.GetServices<IRecipeStepHandler>().Select(h => h.Name)
                .Append("sampleData").ToHashSet(StringComparer.OrdinalIgnoreCase); // every module may bring samples, none must
            if (steps.FirstOrDefault(s => !s.Is("feature") && !known.Contains(s.Name) && !OrchardRecipeSteps.Skippable.Contains(s.Name)) is { } unknown)
            {
                throw new RuleBrokenException("recipes.unknownStep", unknown.Number, unknown.Name);
            }
        }
        finally
        {
            shell.Release();
        }
    }

    /// <summary>Migrates, checks every step's body, then runs all in one transaction with <paramref name="before"/> first.</summary>
    public async Task<IReadOnlyList<RecipeStepResult>> RunAsync(ShellSettings candidate, IReadOnlyList<PlannedStep> steps, string run, bool withSampleData,
        Func<IServiceProvider, CancellationToken, Task>? before, CancellationToken cancel)
    {
        CheckNames(candidate, steps);
        var results = new List<RecipeStepResult>();
        await shells.RunAsync(candidate, async (scope, token) =>
        {
            var handlers = scope.GetServices<IRecipeStepHandler>().ToLookup(h => h.Name, StringComparer.OrdinalIgnoreCase);
            var contexts = steps.ToDictionary(s => s.Number, s => new RecipeStepContext { Number = s.Number, Body = s.Body, Folder = s.Folder, WithSampleData = withSampleData });
            foreach (var step in steps)
            {
                foreach (var handler in handlers[step.Name])
                {
                    await AtStepAsync(step, () => handler.ValidateAsync(contexts[step.Number], token));
                }

                if (contexts[step.Number].Faults is [var fault, ..])
                {
                    throw fault;
                }
            }

            var db = scope.GetRequiredService<TenantDb>();
            db.Session.UserName ??= "recipe";
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            if (before is not null)
            {
                await before(scope, token);
            }

            foreach (var step in steps)
            {
                foreach (var handler in handlers[step.Name])
                {
                    await AtStepAsync(step, () => handler.ExecuteAsync(contexts[step.Number], token));
                    await db.SaveChangesAsync(token);
                }

                results.Add(new RecipeStepResult(step.Number, step.Name, step.Is("feature") || handlers.Contains(step.Name) ? "done" : "skipped"));
            }

            await MarkAsync(db, run, token);
            await transaction.CommitAsync(token);
        }, cancel);
        return results;
    }

    /// <summary>True when the run's transaction committed.</summary>
    public async Task<bool> CommittedAsync(ShellSettings tenant, string run, CancellationToken cancel)
    {
        var found = false;
        await migrator.MigrateAsync(tenant, cancel);
        await shells.RunAsync(tenant, async (scope, token) =>
        {
            var value = new JsonArray(run).ToJsonString();
            var stored = await scope.GetRequiredService<TenantDb>().Set<Setting>().AsNoTracking().Where(s => s.Name == RunMark).Select(s => s.Value).FirstOrDefaultAsync(token);
            found = stored is not null && JsonNode.Parse(stored)?.ToJsonString() == value;
        }, cancel);
        return found;
    }

    /// <summary>A handler reads its own step and does not say which: who runs it does.</summary>
    private static async Task AtStepAsync(PlannedStep step, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RecipeException fault)
        {
            throw fault.AtStep(step);
        }
    }

    private static async Task MarkAsync(TenantDb db, string run, CancellationToken cancel)
    {
        var value = new JsonArray(run).ToJsonString();
        if (await db.Set<Setting>().FindAsync([RunMark], cancel) is { } mark)
        {
            mark.Value = value;
        }
        else
        {
            db.Add(new Setting { Name = RunMark, Value = value });
        }

        await db.SaveChangesAsync(cancel);
    }
}
