using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes.Scripting;

/// <summary>An object that only carries functions: Math, Date, JSON.</summary>
internal sealed record ScriptStatics(Dictionary<string, object?> Members);

/// <summary>The names that a script finds without declaring them; made once per recipe run.</summary>
internal sealed class ScriptGlobals
{
    private readonly Dictionary<string, Func<ScriptRun, object?>> _names = [];

    private ScriptGlobals()
    {
    }

    public bool TryFind(ScriptRun run, string name, out object? value)
    {
        var found = _names.TryGetValue(name, out var make);
        value = found ? make!(run) : null; // not null: found
        return found;
    }

    public static ScriptGlobals ForFiles(RecipeScope scope)
    {
        var globals = new ScriptGlobals();
        globals.Add("text", (run, args) => Checked(run, scope.Folder!.ReadText(Text(run, args, 0)))); // not null: RecipeExpressions refuses before
        globals.Add("json", (run, args) => ScriptValue.FromJson(scope.Folder!.ReadJson(Text(run, args, 0)), run.Spend));
        globals.Add("base64", (run, args) =>
        {
            var bytes = scope.Folder!.ReadBytes(Text(run, args, 0));
            run.SpendText(bytes.Length / 3 * 4L);
            return Convert.ToBase64String(bytes);
        });
        return globals;
    }

    public static ScriptGlobals ForScripts(RecipeScope scope, Func<string, JsonNode?> variable, Func<string, JsonNode?> parameter, Func<string, string?> configuration)
    {
        var globals = new ScriptGlobals();
        globals.Add("uuid", (_, _) => scope.NewId());
        globals.Add("variables", (run, args) => ScriptValue.FromJson(variable(Text(run, args, 0)), run.Spend));
        globals.Add("parameters", (run, args) => ScriptValue.FromJson(parameter(Text(run, args, 0)), run.Spend));
        globals.Add("configuration", (run, args) => configuration(Text(run, args, 0)) ?? Argument(args, 1));
        globals.Add("base64", (run, args) => Checked(run, Encoding.UTF8.GetString(FromBase64(Text(run, args, 0)))));
        globals.Add("html", (run, args) => Checked(run, WebUtility.HtmlDecode(Text(run, args, 0))));
        globals.Add("gzip", (run, args) => Gunzip(run, FromBase64(Text(run, args, 0))));
        globals.Add("encodeURI", (run, args) => EncodeUri(run, Text(run, args, 0), keep: "-_.!~*'();/?:@&=+$,#"));
        globals.Add("encodeURIComponent", (run, args) => EncodeUri(run, Text(run, args, 0), keep: "-_.!~*'()"));
        globals.Add("decodeURIComponent", (run, args) => Uri.UnescapeDataString(Text(run, args, 0)));
        globals.Add("String", (run, args) => args.Count == 0 ? "" : run.ToText(args[0]));
        globals.Add("Number", (_, args) => args.Count == 0 ? 0d : ScriptValue.ToNumber(args[0]));
        globals.Add("Boolean", (_, args) => ScriptValue.ToBool(Argument(args, 0)));
        globals.Add("parseFloat", (_, args) => ScriptValue.ToNumber(Argument(args, 0)));
        globals.Add("parseInt", (_, args) => Math.Truncate(ScriptValue.ToNumber(Argument(args, 0))));
        globals.Add("isNaN", (_, args) => double.IsNaN(ScriptValue.ToNumber(Argument(args, 0))));
        globals._names["Math"] = _ => Mathematics;
        globals._names["Date"] = _ => Dates(scope);
        globals._names["JSON"] = run => new ScriptStatics(new()
        {
            ["stringify"] = (ScriptFunction)(args => Checked(run, ScriptValue.ToJson(Argument(args, 0), run.Spend)?.ToJsonString() ?? "null")),
        });
        foreach (var (name, function) in scope.Functions)
        {
            globals.Add(name, (run, args) => ScriptValue.FromJson(function([.. args.Select(arg => ScriptValue.ToJson(arg, run.Spend))]), run.Spend));
        }
        return globals;
    }

    private static readonly ScriptStatics Mathematics = new(new()
    {
        ["floor"] = Function(Math.Floor),
        ["ceil"] = Function(Math.Ceiling),
        ["round"] = Function(number => Math.Floor(number + 0.5)), // JavaScript rounds halves up
        ["trunc"] = Function(Math.Truncate),
        ["abs"] = Function(Math.Abs),
        ["min"] = (ScriptFunction)(args => args.Select(ScriptValue.ToNumber).Aggregate(double.PositiveInfinity, Math.Min)),
        ["max"] = (ScriptFunction)(args => args.Select(ScriptValue.ToNumber).Aggregate(double.NegativeInfinity, Math.Max)),
    });

    private static ScriptStatics Dates(RecipeScope scope) => new(new()
    {
        ["now"] = (ScriptFunction)(_ => (double)scope.Clock.GetUtcNow().ToUnixTimeMilliseconds()),
        ["parse"] = (ScriptFunction)(args => Argument(args, 0) is string text ? ScriptDate.Parse(text, scope.TimeZone) : double.NaN),
        ["UTC"] = (ScriptFunction)(args => ScriptDate.FromParts([.. args.Select(ScriptValue.ToNumber)])),
    });

    private static ScriptFunction Function(Func<double, double> function) => args => function(ScriptValue.ToNumber(Argument(args, 0)));

    private static object? Argument(IReadOnlyList<object?> args, int index) => index < args.Count ? args[index] : ScriptUndefined.Value;

    private static string Text(ScriptRun run, IReadOnlyList<object?> args, int index) =>
        index < args.Count ? Checked(run, run.ToText(args[index])) : throw new ScriptFailure("the function needs an argument");

    private static string Checked(ScriptRun run, string text)
    {
        run.SpendText(text.Length);
        return text;
    }

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new ScriptFailure("the text is not base64");
        }
    }

    /// <summary>Stops at the limit while unpacking: a few bytes can unpack to gigabytes.</summary>
    private static string Gunzip(ScriptRun run, byte[] packed)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
            var buffer = new char[run.Scope.Limits.TextLength + 1];
            return Checked(run, new string(buffer, 0, reader.ReadBlock(buffer)));
        }
        catch (InvalidDataException)
        {
            throw new ScriptFailure("the text is not gzip");
        }
    }

    private static string EncodeUri(ScriptRun run, string text, string keep)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.ToString();
            encoded.Append(rune.IsAscii && (char.IsAsciiLetterOrDigit(c[0]) || keep.Contains(c[0])) ? c : Uri.EscapeDataString(c));
        }
        return Checked(run, encoded.ToString());
    }

    private void Add(string name, Func<ScriptRun, IReadOnlyList<object?>, object?> function) =>
        _names[name] = run => (ScriptFunction)(args => function(run, args));
}
