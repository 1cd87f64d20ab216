using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>
/// Reads Orchard Core's recipe format: comments, trailing commas, a byte order mark, names without regard to case.
/// Nothing is evaluated and no step name is judged here. Throws <see cref="RecipeException"/>.
/// </summary>
public static class RecipeReader
{
    public const int MaxSizeBytes = 32 * 1024 * 1024;

    public static RecipeDocument Read(Stream stream, string sourceName)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var text = new StringBuilder();
        var block = new char[16 * 1024];
        int read;
        while ((read = reader.Read(block, 0, block.Length)) > 0)
        {
            if (text.Length + read > MaxSizeBytes)
            {
                throw new RecipeException(RecipeErrors.TooLarge, [sourceName, MaxSizeBytes]);
            }
            text.Append(block, 0, read);
        }
        return Read(text.ToString(), sourceName);
    }

    public static RecipeDocument Read(string json, string sourceName)
    {
        if (json.Length > MaxSizeBytes)
        {
            throw new RecipeException(RecipeErrors.TooLarge, [sourceName, MaxSizeBytes]);
        }
        return Parse(json, sourceName) is JsonObject root
            ? Read(root, sourceName)
            : throw new RecipeException(RecipeErrors.NotAnObject, [sourceName]);
    }

    /// <summary>The same for JSON that is in memory already, such as the body of an API call.</summary>
    public static RecipeDocument Read(JsonObject root, string sourceName)
    {
        var name = RecipeJson.Require(root, "name");
        var displayName = RecipeJson.GetString(root, "displayName");
        return new RecipeDocument
        {
            SourceName = sourceName,
            Name = name,
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? name : displayName,
            Description = RecipeJson.GetString(root, "description") ?? "",
            Author = RecipeJson.GetString(root, "author") ?? "",
            Website = RecipeJson.GetString(root, "website") ?? "",
            Version = RecipeJson.GetString(root, "version") ?? "",
            IsSetupRecipe = RecipeJson.GetBool(root, "isSetupRecipe") ?? false,
            Categories = RecipeJson.GetStrings(root, "categories"),
            Tags = RecipeJson.GetStrings(root, "tags"),
            Variables = RecipeJson.GetObject(root, "variables") ?? [],
            Steps = [.. (RecipeJson.GetArray(root, "steps") ?? []).Select((step, index) => ReadStep(step, index + 1))],
            Json = root,
        };
    }

    internal static JsonNode? Parse(string json, string sourceName)
    {
        try
        {
            return JsonNode.Parse(json.TrimStart('\uFEFF'), documentOptions: RecipeJson.Lenient);
        }
        catch (JsonException e)
        {
            throw new RecipeException(RecipeErrors.InvalidJson, [sourceName, e.LineNumber + 1, e.BytePositionInLine + 1, e.Message], inner: e);
        }
    }

    private static RecipeStep ReadStep(JsonNode? step, int number)
    {
        if (step is not JsonObject body)
        {
            throw new RecipeException(RecipeErrors.StepNotAnObject, [], number);
        }
        try
        {
            return new RecipeStep(number, RecipeJson.Require(body, "name"), body);
        }
        catch (RecipeException e)
        {
            throw new RecipeException(e.TextKey, e.Args, number, inner: e);
        }
    }
}
