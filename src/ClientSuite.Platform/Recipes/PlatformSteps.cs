using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Settings;
using ClientSuite.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Recipes;

/// <summary><c>settings</c>: the site's name, time zone and language; other members are kept as sections of the same name.</summary>
internal sealed class SettingsStep(ISettings<SiteSettings> site, TenantDb db, ITenantCache cache, ModuleCatalogHolder catalog) : IRecipeStepHandler
{
    /// <summary>What members or steps of their own write, checked, and what the platform keeps for itself.</summary>
    private static readonly HashSet<string> Own = new(["Site", "Themes", ContentDefinitionStep.Section, UniqueRules.Section, RecipeRunner.RunMark], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads as sections are read, and takes no null where the section's code expects none.</summary>
    private static readonly JsonSerializerOptions Strict = new(Json.Compact) { RespectNullableAnnotations = true };

    public string Name => "settings";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (RecipeJson.GetString(step.Body, "TimeZoneId") is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            step.Faults.Add(new RuleBrokenException("recipes.badTimeZone", step.Number, zone));
        }

        if (RecipeJson.GetString(step.Body, "Culture") is { Length: > 0 } culture && Known(culture) is null)
        {
            step.Faults.Add(new RuleBrokenException("recipes.badCulture", step.Number, culture, string.Join(", ", TextStore.Cultures)));
        }

        _ = (RecipeJson.GetString(step.Body, "SiteName"), RecipeJson.GetString(step.Body, "BaseUrl")); // of another type they are refused
        foreach (var (name, section) in Sections(step.Body))
        {
            if (Own.Contains(name))
            {
                step.Faults.Add(new RuleBrokenException("recipes.ownSection", step.Number, name));
            }
            else if (Unreadable(name, section) is { } where)
            {
                step.Faults.Add(new RuleBrokenException("recipes.badSection", step.Number, name, where));
            }
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
            Culture = RecipeJson.GetString(step.Body, "Culture") is { Length: > 0 } culture ? Known(culture) ?? old.Culture : old.Culture,
        }, cancel);
        foreach (var (name, section) in Sections(step.Body))
        {
            await StoreAsync(name, section.ToJsonString(Json.Compact), cancel);
        }
    }

    private static IEnumerable<(string Name, JsonObject Section)> Sections(JsonObject body) =>
        from member in body
        where !member.Key.Equals("name", StringComparison.OrdinalIgnoreCase) && member.Key.Length <= 100
        let section = member.Value as JsonObject
        where section is not null
        select (member.Key, section);

    /// <summary>Where a section that an installed module reads could not be read; null where it can, or nobody here does.</summary>
    private string? Unreadable(string name, JsonObject section)
    {
        var type = catalog.Current.Modules.Select(m => m.Assembly).Append(typeof(SiteSettings).Assembly).SelectMany(a => a.GetTypes())
            .FirstOrDefault(t => t.GetCustomAttribute<SettingsSectionAttribute>()?.Name == name);
        try
        {
            _ = type is null ? null : section.Deserialize(type, Strict);
            return null;
        }
        catch (JsonException unreadable)
        {
            return unreadable.Path ?? "$";
        }
    }

    /// <summary>The product's own spelling of a language, or null.</summary>
    private static string? Known(string culture) => TextStore.Cultures.FirstOrDefault(c => c.Equals(culture, StringComparison.OrdinalIgnoreCase));

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

/// <summary><c>themes</c>: which theme the admin and the portal wear; an empty name is for none.</summary>
internal class ThemesStep(ISettings<ThemeSettings> themes, ModuleCatalogHolder catalog) : IRecipeStepHandler
{
    public virtual string Name => "themes";

    /// <summary>Orchard Core's own: a recipe that asks for them gets ours in their place.</summary>
    private static readonly string[] Orchards = ["TheAdmin", "TheTheme", "TheAgencyTheme", "TheBlogTheme", "TheComingSoonTheme", "SafeMode"];

    /// <summary>The installation's themes, by the last part of their assembly's name.</summary>
    private IReadOnlyList<string> Installed => field ??= [.. catalog.Current.Themes.Select(t => t.GetName().Name ?? "").Select(n => n[(n.LastIndexOf('.') + 1)..]).Order(StringComparer.Ordinal)];

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var member in new[] { "site", "admin" })
        {
            if (RecipeJson.GetString(step.Body, member) is { Length: > 0 } theme && Known(theme) is null && !Orchards.Contains(theme, StringComparer.OrdinalIgnoreCase))
            {
                step.Faults.Add(new RuleBrokenException("recipes.badTheme", step.Number, theme, string.Join(", ", Installed)));
            }
        }

        return Task.CompletedTask;
    }

    public Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel) => themes.SetAsync(new ThemeSettings
    {
        Site = RecipeJson.GetString(step.Body, "site") is { Length: > 0 } site ? Known(site) ?? "" : "",
        Admin = RecipeJson.GetString(step.Body, "admin") is { Length: > 0 } admin ? Known(admin) ?? "Admin" : "Admin",
    }, cancel);

    private string? Known(string theme) => Installed.FirstOrDefault(t => t.Equals(theme, StringComparison.OrdinalIgnoreCase));
}

/// <summary><c>theme</c>: the same step by another name.</summary>
internal sealed class ThemeStep(ISettings<ThemeSettings> themes, ModuleCatalogHolder catalog) : ThemesStep(themes, catalog)
{
    public override string Name => "theme";
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
        foreach (var (at, role) in RecipeJson.GetObjects(step.Body, "Roles").Index())
        {
            if (string.IsNullOrWhiteSpace(RecipeJson.GetString(role, "Name")))
            {
                step.Faults.Add(new RuleBrokenException("recipes.roleWithoutName", step.Number, at + 1));
            }

            _ = (RecipeJson.GetStrings(role, "Permissions"), RecipeJson.GetString(role, "PermissionBehavior"), RecipeJson.GetString(role, "Description")); // of another type they are refused
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
internal class ContentDefinitionStep(TenantDb db, ITenantCache cache) : IRecipeStepHandler
{
    public const string Section = "ContentDefinition";

    public virtual string Name => "ContentDefinition";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        Change(new ContentDefinitions(), step.Body);
        return Task.CompletedTask;
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        var row = await db.Set<Setting>().FindAsync([Section], cancel);
        var stored = ContentDefinitions.Read(JsonNode.Parse(row?.Value ?? "{}") as JsonObject ?? []);
        Change(stored, step.Body);
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

    protected virtual void Change(ContentDefinitions stored, JsonObject step) => stored.Merge(ContentDefinitions.Read(step));
}

/// <summary><c>ReplaceContentDefinition</c>: a type or part that the step names is as the step says, and no more.</summary>
internal sealed class ReplaceContentDefinitionStep(TenantDb db, ITenantCache cache) : ContentDefinitionStep(db, cache)
{
    public override string Name => "ReplaceContentDefinition";

    protected override void Change(ContentDefinitions stored, JsonObject step) => stored.Replace(ContentDefinitions.Read(step));
}

/// <summary><c>DeleteContentDefinition</c>: names of types and parts that go.</summary>
internal sealed class DeleteContentDefinitionStep(TenantDb db, ITenantCache cache) : ContentDefinitionStep(db, cache)
{
    public override string Name => "DeleteContentDefinition";

    protected override void Change(ContentDefinitions stored, JsonObject step) => stored.Delete(step);
}
