using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Recipes.Scripting;

namespace ClientSuite.Recipes;

/// <summary>
/// Evaluates <c>[js: ...]</c>, <c>[env:NAME]</c>, <c>[appsettings:KEY]</c>, <c>[file: ...]</c> and
/// <c>[localization:key]</c> in a recipe. One instance per run: a variable is evaluated at its first access and keeps that
/// value. A result is never evaluated again, so a parameter that looks like an expression stays a text, and
/// <c>[js: '[js: x]']</c> writes a literal. Not thread safe.
/// </summary>
public sealed class RecipeExpressions
{
    private readonly RecipeScope _scope;
    private readonly JsonObject _variables;
    private readonly Dictionary<string, JsonNode?> _evaluated = [];
    private readonly List<string> _evaluating = [];
    private readonly ScriptGlobals _scriptGlobals;
    private readonly ScriptGlobals _fileGlobals;
    private readonly IReadOnlyDictionary<string, JsonNode?> _parameters;
    private int _steps;

    public RecipeExpressions(JsonObject variables, RecipeScope scope)
    {
        _variables = variables;
        _scope = scope;
        _parameters = new Dictionary<string, JsonNode?>(scope.Parameters, StringComparer.OrdinalIgnoreCase);
        _scriptGlobals = ScriptGlobals.ForScripts(scope, Variable, Parameter, Configuration);
        _fileGlobals = ScriptGlobals.ForFiles(scope);
    }

    public RecipeExpressions(RecipeDocument recipe, RecipeScope scope)
        : this(recipe.Variables, scope)
    {
    }

    /// <summary>Whether the text is a directive with a prefix that recipes know.</summary>
    public static bool IsExpression(string text) => TrySplit(text, out _, out _);

    /// <summary>A copy of the step's body in which every expression, at any depth, has become its value.</summary>
    public JsonObject Evaluate(RecipeStep step)
    {
        try
        {
            return (JsonObject)Evaluate((JsonNode)step.Body)!; // not null: an object stays one
        }
        catch (RecipeException e) when (e.StepNumber is null)
        {
            throw e.AtStep(step);
        }
    }

    /// <summary>A copy of any JSON with its expressions evaluated.</summary>
    public JsonNode? Evaluate(JsonNode? node) => Evaluate(node, depth: 0);

    /// <summary>The value of one text: the text itself when it is no expression.</summary>
    public JsonNode? Evaluate(string text)
    {
        if (!TrySplit(text, out var prefix, out var body))
        {
            return JsonValue.Create(text);
        }
        return prefix switch
        {
            "js" => Run(text, body, _scriptGlobals),
            "file" => _scope.Folder is null ? throw NotAllowed("file:") : Run(text, body, _fileGlobals),
            "env" => Text((_scope.Environment ?? throw NotAllowed("env:"))(body.Trim())),
            "appsettings" => Text((_scope.Configuration ?? throw NotAllowed("appsettings:"))(body.Trim())),
            _ => Text(_scope.Localize is null ? body.Trim() : _scope.Localize(body.Trim())),
        };
    }

    /// <summary>The value of a variable, as <c>variables('x')</c> gives it; names without case.</summary>
    public JsonNode? Variable(string name)
    {
        var key = RecipeJson.FindKey(_variables, name) ?? throw new RecipeException(RecipeErrors.UnknownVariable, [name]);
        if (_evaluated.TryGetValue(key, out var known))
        {
            return known;
        }
        if (_evaluating.Contains(key, StringComparer.Ordinal))
        {
            throw new RecipeException(RecipeErrors.VariableCycle, [string.Join(" > ", _evaluating.Append(key))]);
        }
        if (_evaluating.Count >= _scope.Limits.VariableDepth)
        {
            throw new RecipeException(RecipeErrors.ScriptTooDeep, [key, _scope.Limits.VariableDepth]);
        }
        _evaluating.Add(key);
        try
        {
            return _evaluated[key] = Evaluate(_variables[key]);
        }
        finally
        {
            _evaluating.RemoveAt(_evaluating.Count - 1);
        }
    }

    private static bool TrySplit(string text, out string prefix, out string body)
    {
        prefix = body = "";
        if (text.Length < 3 || text[0] != '[' || text[^1] != ']')
        {
            return false;
        }
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }
        prefix = text[1..colon].ToLowerInvariant();
        body = text[(colon + 1)..^1];
        return prefix is "js" or "env" or "appsettings" or "file" or "localization";
    }

    private static JsonValue? Text(string? text) => text is null ? null : JsonValue.Create(text);

    private static RecipeException NotAllowed(string what) => new(RecipeErrors.NotAllowedHere, [what]);

    private JsonNode? Evaluate(JsonNode? node, int depth)
    {
        // Recipes are read no deeper than 64 levels; this guards JSON that came another way.
        if (depth > 128)
        {
            throw new RecipeException(RecipeErrors.ScriptTooDeep, ["JSON", 128]);
        }
        return node switch
        {
            null => null,
            JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Evaluate(member.Value, depth + 1)))),
            JsonArray list => new JsonArray([.. list.Select(item => Evaluate(item, depth + 1))]),
            JsonValue value when value.GetValueKind() is JsonValueKind.String => Evaluate(value.GetValue<string>()),
            _ => node.DeepClone(),
        };
    }

    private JsonNode? Run(string text, string source, ScriptGlobals globals)
    {
        var shown = text.Length > 120 ? string.Concat(text.AsSpan(0, 120), "...") : text;
        var program = ScriptParser.Parse(source, shown, _scope.Limits);
        return new ScriptRun(shown, _scope, globals, SpendStep).Run(program);
    }

    private void SpendStep(int steps, string shown)
    {
        _steps += steps;
        if (_steps > _scope.Limits.StepsPerRun)
        {
            throw new RecipeException(RecipeErrors.ScriptTooManySteps, [shown]);
        }
    }

    private JsonNode? Parameter(string name) => _parameters.GetValueOrDefault(name);

    private string? Configuration(string key) => (_scope.Configuration ?? throw NotAllowed("configuration()"))(key);
}
