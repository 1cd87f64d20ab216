using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Recipes;

/// <summary>Names from the stored content definitions.</summary>
internal sealed class AddedFields(TenantDb db, IRecipes recipes) : IAddedFields
{
    private AddedFieldNames? _names;

    public async ValueTask<AddedFieldNames> NamesAsync(CancellationToken cancel) => _names ??= await ReadAsync(cancel);

    private async Task<AddedFieldNames> ReadAsync(CancellationToken cancel)
    {
        var json = await db.Set<Setting>().AsNoTracking().Where(s => s.Name == ContentDefinitionStep.Section).Select(s => s.Value).FirstOrDefaultAsync(cancel);
        if (json is null || JsonNode.Parse(json) is not JsonObject stored)
        {
            return AddedFieldNames.None;
        }

        var names = new Dictionary<(string, string), string>();
        var definitions = ContentDefinitions.Read(stored);
        foreach (var type in definitions.ContentTypes)
        {
            foreach (var field in type.Parts.SelectMany(p => definitions.FindPart(p.PartName)?.Fields ?? []))
            {
                names.TryAdd((type.Name, field.Name), recipes.Shown(field.DisplayName));
            }
        }

        return new AddedFieldNames(names);
    }
}
