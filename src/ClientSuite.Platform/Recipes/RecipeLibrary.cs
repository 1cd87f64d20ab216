using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ClientSuite.Hosting;
using ClientSuite.Modules;
using Microsoft.Extensions.Configuration;

namespace ClientSuite.Recipes;

/// <summary>The recipes on disk: the installation's, and those beside drop-in modules. Files are trusted with the environment and
/// the configuration; recipes that come over HTTP are not.</summary>
internal sealed class RecipeLibrary(HostPaths paths, ModuleCatalogHolder catalog, IConfiguration configuration, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTime Changed, RecipeDocument Recipe)> _read = new(StringComparer.Ordinal);

    public IEnumerable<(RecipeDocument Recipe, string Folder)> All => Folders().Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*.recipe.json").Order(StringComparer.Ordinal).Select(file => (Read(file), f)));

    /// <summary>Those that can be read, for pages that only show what a recipe called something: who asks for a broken one by its name is told.</summary>
    public IEnumerable<RecipeDocument> Readable => Folders().Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.recipe.json").Order(StringComparer.Ordinal).Select(TryRead)).OfType<RecipeDocument>();

    public (RecipeDocument Recipe, string Folder) Find(string name) =>
        All.FirstOrDefault(r => r.Recipe.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Recipe: not null } found
            ? found : throw new RuleBrokenException("recipes.unknown", name);

    /// <summary>The steps of a recipe with those of the recipes it names in their place, expressions evaluated, numbered through.</summary>
    public IReadOnlyList<PlannedStep> Plan(RecipeDocument recipe, string? folder, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        var steps = new List<PlannedStep>();
        Add(recipe, folder, depth: 0);
        return steps;

        void Add(RecipeDocument current, string? currentFolder, int depth)
        {
            if (depth > 8)
            {
                throw new RuleBrokenException("recipes.nestedTooDeep", current.Name);
            }

            var scope = new RecipeScope
            {
                Clock = time,
                Parameters = parameters,
                Environment = currentFolder is null ? null : Environment.GetEnvironmentVariable,
                Configuration = currentFolder is null ? null : key => configuration[key],
                Folder = currentFolder is null ? null : new RecipeFolder(currentFolder),
                NewId = () => Values.PublicId.New(time),
            };
            var expressions = new RecipeExpressions(current, scope);
            foreach (var step in current.Steps)
            {
                var body = expressions.Evaluate(step);
                if (!step.Is("recipes"))
                {
                    steps.Add(new PlannedStep(steps.Count + 1, step.Name, body, currentFolder));
                    continue;
                }

                var planned = new PlannedStep(steps.Count + 1, step.Name, body, currentFolder);
                foreach (var name in planned.Read(b => RecipeJson.GetObjects(b, "Values").Select(nested => RecipeJson.GetString(nested, "name") ?? "").ToList()))
                {
                    var (found, where) = Find(name);
                    Add(found, where, depth + 1);
                }
            }
        }
    }

    private IEnumerable<string> Folders() => catalog.Current.Modules.Where(m => m.IsDropIn)
        .Select(m => Path.Combine(Path.GetDirectoryName(m.Assembly.Location)!, "recipes")) // a loaded file has a folder
        .Prepend(paths.Recipes);

    private RecipeDocument? TryRead(string file)
    {
        try
        {
            return Read(file);
        }
        catch (Exception broken) when (broken is RecipeException or IOException)
        {
            return null;
        }
    }

    private RecipeDocument Read(string file)
    {
        var changed = File.GetLastWriteTimeUtc(file);
        if (_read.TryGetValue(file, out var known) && known.Changed == changed)
        {
            return known.Recipe;
        }

        using var stream = File.OpenRead(file);
        var recipe = RecipeReader.Read(stream, Path.GetFileName(file));
        _read[file] = (changed, recipe);
        return recipe;
    }
}

/// <summary>A step with its values, ready to be checked and run.</summary>
internal sealed record PlannedStep(int Number, string Name, JsonObject Body, string? Folder)
{
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the body; what is wrong with it names the step.</summary>
    public T Read<T>(Func<JsonObject, T> read)
    {
        try
        {
            return read(Body);
        }
        catch (RecipeException fault)
        {
            throw fault.AtStep(this);
        }
    }
}
