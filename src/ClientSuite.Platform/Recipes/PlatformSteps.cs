using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Recipes;

/// <summary><c>settings</c>: the site's name, time zone and language; other members are kept as sections of the same name.</summary>
internal sealed class SettingsStep(ISettings<SiteSettings> site, TenantDb db, ITenantCache cache) : IRecipeStepHandler
{
    public string Name => "settings";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (RecipeJson.GetString(step.Body, "TimeZoneId") is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            step.Faults.Add(new RuleBrokenException("recipes.badTimeZone", step.Number, zone));
        }

        return Task.CompletedTask;
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        var old = await site.GetAsync(cancel);
        await site.SetAsync(new SiteSettings
        {
            SiteName = RecipeJson.GetString(step.Body, "SiteName") ?? old.SiteName,
            BaseUrl = RecipeJson.GetString(step.Body, "BaseUrl") ?? old.BaseUrl,
            TimeZoneId = RecipeJson.GetString(step.Body, "TimeZoneId") is { Length: > 0 } zone ? zone : old.TimeZoneId,
            Culture = RecipeJson.GetString(step.Body, "Culture") ?? old.Culture,
        }, cancel);
        foreach (var (name, value) in step.Body)
        {
            if (value is JsonObject section && !name.Equals("name", StringComparison.OrdinalIgnoreCase) && name.Length <= 100)
            {
                await StoreAsync(name, section.ToJsonString(Json.Compact), cancel);
            }
        }
    }

    private async Task StoreAsync(string name, string json, CancellationToken cancel)
    {
        if (await db.Set<Setting>().FindAsync([name], cancel) is { } row)
        {
            row.Value = json;
        }
        else
        {
            db.Add(new Setting { Name = name, Value = json });
        }

        cache.Remove("settings:" + name);
    }
}

/// <summary><c>themes</c> and <c>theme</c>: which theme the admin and the portal wear.</summary>
internal sealed class ThemesStep(ISettings<ThemeSettings> themes) : IRecipeStepHandler
{
    public string Name => "themes";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel) => themes.SetAsync(new ThemeSettings
    {
        Site = RecipeJson.GetString(step.Body, "site") ?? "",
        Admin = RecipeJson.GetString(step.Body, "admin") ?? "Admin",
    }, cancel);
}

/// <summary>Names of the tenant's themes.</summary>
[SettingsSection("Themes")]
internal sealed class ThemeSettings
{
    public string Site { get; set; } = "";

    public string Admin { get; set; } = "Admin";
}

/// <summary><c>Roles</c>: creates and changes roles; <c>PermissionBehavior</c> is Replace (default), Add or Remove.</summary>
internal sealed class RolesStep(RoleManager<Role> roles, IUserCache users) : IRecipeStepHandler
{
    public string Name => "Roles";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var role in RecipeJson.GetObjects(step.Body, "Roles"))
        {
            if (string.IsNullOrWhiteSpace(RecipeJson.GetString(role, "Name")))
            {
                step.Faults.Add(new RuleBrokenException("recipes.missingMember", "Name"));
            }
        }

        return Task.CompletedTask;
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        // Permissions of features that this tenant lacks are kept: they count once the feature is enabled.
        foreach (var item in RecipeJson.GetObjects(step.Body, "Roles"))
        {
            var name = RecipeJson.GetString(item, "Name")!.Trim(); // checked by validation
            var named = RecipeJson.GetStrings(item, "Permissions").ToHashSet(StringComparer.Ordinal);
            var role = await roles.FindByNameAsync(name);
            var behavior = RecipeJson.GetString(item, "PermissionBehavior") ?? "Replace";
            var current = role is null ? [] : JsonSerializer.Deserialize<HashSet<string>>(role.Permissions) ?? [];
            var next = behavior.Equals("Add", StringComparison.OrdinalIgnoreCase) ? current.Union(named)
                : behavior.Equals("Remove", StringComparison.OrdinalIgnoreCase) ? current.Except(named) : named;
            var json = JsonSerializer.Serialize(next.Order(StringComparer.Ordinal));
            if (role is null)
            {
                await roles.CreateAsync(new Role { Name = name, Description = RecipeJson.GetString(item, "Description") ?? "", Permissions = json });
            }
            else
            {
                role.Description = RecipeJson.GetString(item, "Description") ?? role.Description;
                role.Permissions = json;
                await roles.UpdateAsync(role);
            }
        }

        users.Forget(null);
    }
}

/// <summary><c>ContentDefinition</c>: stored and merged as Orchard Core does; unknown members are kept.</summary>
internal sealed class ContentDefinitionStep(TenantDb db, ITenantCache cache) : IRecipeStepHandler
{
    public const string Section = "ContentDefinition";

    public string Name => "ContentDefinition";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        ContentDefinitions.Read(step.Body);
        return Task.CompletedTask;
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        var row = await db.Set<Setting>().FindAsync([Section], cancel);
        var stored = ContentDefinitions.Read(JsonNode.Parse(row?.Value ?? "{}") as JsonObject ?? []);
        stored.Merge(ContentDefinitions.Read(step.Body));
        var json = stored.ToJson().ToJsonString(Json.Compact);
        if (row is null)
        {
            db.Add(new Setting { Name = Section, Value = json });
        }
        else
        {
            row.Value = json;
        }

        db.SavedChanges += (_, _) => cache.Remove(AddedFields.CacheKey);
    }
}
