using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>
/// Content types and parts in Orchard Core's shape. The JSON is the record: what these types do not know is kept, and
/// <see cref="ToJson"/> gives back what was read, member for member. Names compare without case. Not thread safe.
/// </summary>
public sealed class ContentDefinitions
{
    private const string Types = "ContentTypes";
    private const string Parts = "ContentParts";

    private readonly JsonObject _json;

    public ContentDefinitions()
        : this([])
    {
    }

    private ContentDefinitions(JsonObject json) => _json = json;

    public IReadOnlyList<ContentTypeDefinition> ContentTypes => [.. RecipeJson.GetObjects(_json, Types).Select(json => new ContentTypeDefinition(json))];

    public IReadOnlyList<ContentPartDefinition> ContentParts => [.. RecipeJson.GetObjects(_json, Parts).Select(json => new ContentPartDefinition(json))];

    /// <summary>A copy of a ContentDefinition step's body, or of what <see cref="ToJson"/> gave. Throws where a shape is wrong or a name is missing.</summary>
    public static ContentDefinitions Read(JsonObject json)
    {
        var definitions = new ContentDefinitions((JsonObject)json.DeepClone());
        foreach (var type in definitions.ContentTypes)
        {
            _ = (type.Name, type.Settings, type.Parts.Select(part => (part.Name, part.Settings)).ToList());
        }
        foreach (var part in definitions.ContentParts)
        {
            _ = (part.Name, part.Settings, part.Fields.Select(field => (field.Name, field.FieldName, field.Settings)).ToList());
        }
        return definitions;
    }

    public JsonObject ToJson() => (JsonObject)_json.DeepClone();

    public ContentTypeDefinition? FindType(string name) => ContentTypes.FirstOrDefault(type => SameName(type.Name, name));

    public ContentPartDefinition? FindPart(string name) => ContentParts.FirstOrDefault(part => SameName(part.Name, name));

    /// <summary>
    /// Step ContentDefinition: new types, parts and fields are added, known ones take the step's settings one by one; what
    /// the step does not mention stays. A list within the settings is replaced whole.
    /// </summary>
    public void Merge(ContentDefinitions step)
    {
        MergeNamed(_json, Types, step.ContentTypes.Select(type => type.Json), "ContentTypePartDefinitionRecords");
        MergeNamed(_json, Parts, step.ContentParts.Select(part => part.Json), "ContentPartFieldDefinitionRecords");
    }

    /// <summary>Step ReplaceContentDefinition: a type or part that the step names is as the step says, and no more.</summary>
    public void Replace(ContentDefinitions step)
    {
        Remove(Types, step.ContentTypes.Select(type => type.Name));
        Remove(Parts, step.ContentParts.Select(part => part.Name));
        Merge(step);
    }

    /// <summary>Step DeleteContentDefinition: <c>ContentTypes</c> and <c>ContentParts</c> are lists of names; unknown names are a quiet success.</summary>
    public void Delete(JsonObject step)
    {
        Remove(Types, RecipeJson.GetStrings(step, Types));
        Remove(Parts, RecipeJson.GetStrings(step, Parts));
    }

    private static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static JsonArray ListOf(JsonObject json, string name)
    {
        if (RecipeJson.GetArray(json, name) is { } list)
        {
            return list;
        }
        var added = new JsonArray();
        json[RecipeJson.FindKey(json, name) ?? name] = added;
        return added;
    }

    /// <summary>Merges a list of records that are known by their name; <paramref name="children"/> is a list of such records in each.</summary>
    private static void MergeNamed(JsonObject owner, string listName, IEnumerable<JsonObject> incoming, string? children)
    {
        foreach (var source in incoming)
        {
            var list = ListOf(owner, listName);
            var name = DefinitionJson.Name(source);
            var target = list.OfType<JsonObject>().FirstOrDefault(record => SameName(DefinitionJson.Name(record), name));
            if (target is null)
            {
                list.Add(source.DeepClone());
                continue;
            }
            foreach (var (key, value) in source.Where(member => !SameName(member.Key, "Name")).ToList())
            {
                if (children is not null && SameName(key, children))
                {
                    MergeNamed(target, children, RecipeJson.GetObjects(source, children), children: null);
                }
                else
                {
                    MergeMember(target, key, value);
                }
            }
        }
    }

    private static void MergeMember(JsonObject target, string name, JsonNode? value)
    {
        var key = RecipeJson.FindKey(target, name) ?? name;
        if (value is JsonObject source && target[key] is JsonObject known)
        {
            foreach (var (member, inner) in source)
            {
                MergeMember(known, member, inner);
            }
        }
        else
        {
            target[key] = value?.DeepClone();
        }
    }

    private void Remove(string listName, IEnumerable<string> names)
    {
        var gone = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (RecipeJson.GetArray(_json, listName) is { } list)
        {
            list.RemoveAll(record => record is JsonObject json && gone.Contains(DefinitionJson.Name(json)));
        }
    }
}

/// <summary>A content type: its name, its settings, the parts attached to it.</summary>
public sealed class ContentTypeDefinition(JsonObject json)
{
    public JsonObject Json => json;

    public string Name => RecipeJson.Require(json, "Name");

    public string DisplayName => RecipeJson.GetString(json, "DisplayName") is { Length: > 0 } name ? name : Name;

    /// <summary>Empty when there are none.</summary>
    public JsonObject Settings => DefinitionJson.Settings(json);

    public IReadOnlyList<ContentTypePart> Parts =>
        [.. RecipeJson.GetObjects(json, "ContentTypePartDefinitionRecords").Select(part => new ContentTypePart(part))];

    public bool Creatable => Flag("Creatable");

    public bool Listable => Flag("Listable");

    public bool Draftable => Flag("Draftable");

    public bool Versionable => Flag("Versionable");

    public bool Securable => Flag("Securable");

    public string Stereotype => DefinitionJson.Text(Settings, "ContentTypeSettings", "Stereotype");

    private bool Flag(string name) => DefinitionJson.Flag(Settings, "ContentTypeSettings", name);
}

/// <summary>A part as attached to a type; <see cref="Name"/> differs from <see cref="PartName"/> when the part is named.</summary>
public sealed class ContentTypePart(JsonObject json)
{
    public JsonObject Json => json;

    public string Name => DefinitionJson.Name(json);

    public string PartName => RecipeJson.GetString(json, "PartName") ?? Name;

    public JsonObject Settings => DefinitionJson.Settings(json);

    /// <summary>May be dotted; empty when not set.</summary>
    public string Position => DefinitionJson.Text(Settings, "ContentTypePartSettings", "Position");
}

/// <summary>A part: its settings and its fields.</summary>
public sealed class ContentPartDefinition(JsonObject json)
{
    public JsonObject Json => json;

    public string Name => RecipeJson.Require(json, "Name");

    public JsonObject Settings => DefinitionJson.Settings(json);

    public IReadOnlyList<ContentPartField> Fields =>
        [.. RecipeJson.GetObjects(json, "ContentPartFieldDefinitionRecords").Select(record => new ContentPartField(record))];
}

/// <summary>A field of a part; <see cref="FieldName"/> is its kind, such as TextField.</summary>
public sealed class ContentPartField(JsonObject json)
{
    public JsonObject Json => json;

    public string Name => RecipeJson.Require(json, "Name");

    public string FieldName => RecipeJson.Require(json, "FieldName");

    public JsonObject Settings => DefinitionJson.Settings(json);

    public string DisplayName => Own("DisplayName") is { Length: > 0 } name ? name : Name;

    public string Editor => Own("Editor");

    public string DisplayMode => Own("DisplayMode");

    public string Position => Own("Position");

    /// <summary>From the settings of its kind, such as TextFieldSettings.</summary>
    public bool Required => DefinitionJson.Flag(Settings, FieldName + "Settings", "Required");

    public string Hint => DefinitionJson.Text(Settings, FieldName + "Settings", "Hint");

    private string Own(string name) => DefinitionJson.Text(Settings, "ContentPartFieldSettings", name);
}

/// <summary>Reads settings as Orchard Core wrote them over the years: grouped, flat, or flat with the group as a prefix.</summary>
internal static class DefinitionJson
{
    public static string Name(JsonObject json) =>
        RecipeJson.GetString(json, "Name") is { Length: > 0 } name ? name : RecipeJson.GetString(json, "PartName") ?? RecipeJson.Require(json, "Name");

    public static JsonObject Settings(JsonObject json) => RecipeJson.GetObject(json, "Settings") ?? [];

    public static bool Flag(JsonObject settings, string group, string name) => Owner(settings, group, name) is var (owner, key) && (RecipeJson.GetBool(owner, key) ?? false);

    public static string Text(JsonObject settings, string group, string name) => Owner(settings, group, name) is var (owner, key) ? RecipeJson.GetString(owner, key) ?? "" : "";

    private static (JsonObject Owner, string Key)? Owner(JsonObject settings, string group, string name)
    {
        if (RecipeJson.Get(settings, group) is JsonObject grouped && RecipeJson.FindKey(grouped, name) is { } key)
        {
            return (grouped, key);
        }
        return (RecipeJson.FindKey(settings, $"{group}.{name}") ?? RecipeJson.FindKey(settings, name)) is { } flat ? (settings, flat) : null;
    }
}
