using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Recipes;

/// <summary>Names from the stored content definitions.</summary>
internal sealed class AddedFields(TenantDb db, ITenantCache cache, IRecipes recipes) : IAddedFields
{
    /// <summary>Where the cache keeps them.</summary>
    public const string CacheKey = "added-fields";

    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);

    private AddedFieldNames? _names;

    public async ValueTask<AddedFieldNames> NamesAsync(CancellationToken cancel) =>
        _names ??= new AddedFieldNames((await StoredAsync(cancel)).ToDictionary(n => n.Key, n => recipes.Shown(n.Value)));

    // What a transaction sees is nobody else's yet.
    private ValueTask<IReadOnlyDictionary<(string Type, string Field), string>> StoredAsync(CancellationToken cancel) =>
        db.Database.CurrentTransaction is null ? cache.GetAsync(CacheKey, Keep, ReadAsync, cancel) : ReadAsync(cancel);

    /// <summary>Names as they are stored: each reader sees them in a language of their own.</summary>
    private async ValueTask<IReadOnlyDictionary<(string Type, string Field), string>> ReadAsync(CancellationToken cancel)
    {
        var names = new Dictionary<(string, string), string>();
        var json = await db.Set<Setting>().AsNoTracking().Where(s => s.Name == ContentDefinitionStep.Section).Select(s => s.Value).FirstOrDefaultAsync(cancel);
        if (json is null || JsonNode.Parse(json) is not JsonObject stored)
        {
            return names;
        }

        var definitions = ContentDefinitions.Read(stored);
        foreach (var type in definitions.ContentTypes)
        {
            foreach (var field in type.Parts.SelectMany(p => definitions.FindPart(p.PartName)?.Fields ?? []))
            {
                names.TryAdd((type.Name, field.Name), field.DisplayName);
            }
        }

        return names;
    }
}
