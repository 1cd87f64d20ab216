using System.Text;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>The files beside a recipe: nothing above its folder and nothing behind a link is reachable.</summary>
public sealed class RecipeFolder(string root)
{
    public const int MaxSizeBytes = 16 * 1024 * 1024;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;

    /// <summary>The file's bytes; <paramref name="relativePath"/> uses <c>/</c> or <c>\</c>.</summary>
    public byte[] ReadBytes(string relativePath)
    {
        var path = Resolve(relativePath);
        if (!File.Exists(path))
        {
            throw new RecipeException(RecipeErrors.FileNotFound, [relativePath]);
        }
        return new FileInfo(path).Length > MaxSizeBytes
            ? throw new RecipeException(RecipeErrors.FileTooLarge, [relativePath, MaxSizeBytes])
            : File.ReadAllBytes(path);
    }

    /// <summary>The file as UTF-8 text, without a byte order mark.</summary>
    public string ReadText(string relativePath) => Encoding.UTF8.GetString(ReadBytes(relativePath)).TrimStart('\uFEFF');

    /// <summary>The file as JSON, read as leniently as a recipe.</summary>
    public JsonNode? ReadJson(string relativePath) => RecipeReader.Parse(ReadText(relativePath), relativePath);

    private string Resolve(string relativePath)
    {
        var relative = relativePath.Replace('\\', '/');
        if (relative.Length == 0 || relative.Contains('\0') || Path.IsPathRooted(relative) || relative.Contains(':'))
        {
            throw new RecipeException(RecipeErrors.FileOutsideRecipe, [relativePath]);
        }
        var path = Path.GetFullPath(relative, _root);
        if (!path.StartsWith(_root, StringComparison.Ordinal) || PassesALink(path))
        {
            throw new RecipeException(RecipeErrors.FileOutsideRecipe, [relativePath]);
        }
        return path;
    }

    private bool PassesALink(string path)
    {
        for (var step = path; step.Length > _root.Length; step = Path.GetDirectoryName(step)!) // not null: below the root
        {
            if (new FileInfo(step).LinkTarget is not null)
            {
                return true;
            }
        }
        return false;
    }
}
