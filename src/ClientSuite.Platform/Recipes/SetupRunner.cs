using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Recipes;

/// <summary>What a setup will do: checked before anything is made.</summary>
internal sealed record SetupPlan(IReadOnlyList<PlannedStep> Steps, IReadOnlyList<string> Features);

/// <summary>Sets a tenant up from a recipe: first roles and administrator, then the recipe's steps, in one transaction.</summary>
internal sealed class SetupRunner(RecipeLibrary library, RecipeRunner runner, TextStoreHolder texts)
{
    public SetupPlan Plan(ShellSettings tenant, TenantSetup setup)
    {
        try
        {
            var (recipe, folder) = library.Find(setup.RecipeName);
            if (!recipe.IsSetupRecipe)
            {
                throw new RuleBrokenException("recipes.notSetup", setup.RecipeName) { Field = "recipeName" };
            }

            var parameters = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase)
            {
                ["SiteName"] = setup.SiteName,
                ["SiteTimeZone"] = setup.SiteTimeZone,
                ["AdminUsername"] = setup.UserName,
                ["AdminEmail"] = setup.Email,
            };
            var steps = library.Plan(recipe, folder, parameters);
            var candidate = runner.Candidate(tenant with { Features = [] }, steps);
            runner.CheckNames(candidate, steps);
            return new SetupPlan(steps, candidate.Features);
        }
        catch (RecipeException fault)
        {
            throw RecipeFaults.Rule(fault, texts);
        }
    }

    public async Task RunAsync(ShellSettings tenant, SetupPlan plan, TenantSetup setup, CancellationToken cancel)
    {
        try
        {
            await runner.RunAsync(tenant with { Features = plan.Features }, plan.Steps, Guid.NewGuid().ToString("N"), setup.WithSampleData,
                (scope, token) => PeopleAsync(scope, setup), cancel);
        }
        catch (RecipeException fault)
        {
            throw RecipeFaults.Rule(fault, texts);
        }
    }

    private static async Task PeopleAsync(IServiceProvider scope, TenantSetup setup)
    {
        var roles = scope.GetRequiredService<RoleManager<Role>>();
        var permissions = scope.GetRequiredService<PermissionCatalog>();
        foreach (var name in Stereotypes.All)
        {
            var granted = permissions.All.Where(p => p.DefaultRoles.Contains(name, StringComparer.Ordinal)).Select(p => p.Name);
            Check(await roles.CreateAsync(new Role { Name = name, Permissions = JsonSerializer.Serialize(granted) }));
        }

        var users = scope.GetRequiredService<UserManager<User>>();
        var admin = new User
        {
            UserName = setup.UserName,
            Email = setup.Email,
            EmailConfirmed = true,
            FullName = setup.UserName,
            CreatedUtc = scope.GetRequiredService<TenantClock>().UtcNow,
        };
        Check(await users.CreateAsync(admin, setup.Password));
        Check(await users.AddToRoleAsync(admin, Stereotypes.Administrator));
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new RuleBrokenException("tenants.adminRefused", string.Join(' ', result.Errors.Select(e => e.Description))) { Field = result.Errors.Select(FieldOf).FirstOrDefault(f => f is not null) };
        }
    }

    private static string? FieldOf(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.DuplicateEmail) => "email",
        nameof(IdentityErrorDescriber.InvalidUserName) or nameof(IdentityErrorDescriber.DuplicateUserName) => "userName",
        _ => error.Code.StartsWith("Password", StringComparison.Ordinal) ? "password" : null,
    };
}
