using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes.Scripting;

/// <summary>JavaScript's undefined; null stands for its null.</summary>
internal sealed class ScriptUndefined
{
    public static readonly ScriptUndefined Value = new();

    private ScriptUndefined()
    {
    }

    public override string ToString() => "undefined";
}

/// <summary>A function, or a method with its object already in it.</summary>
internal delegate object? ScriptFunction(IReadOnlyList<object?> args);

/// <summary>
/// The values of a script: null, <see cref="ScriptUndefined"/>, bool, double, string, List, Dictionary (which keeps its
/// order, as nothing is removed), <see cref="ScriptDate"/>, <see cref="ScriptFunction"/>; JavaScript's rules of turning one into another.
/// </summary>
internal static class ScriptValue
{
    /// <summary>How deep lists and objects may lie in one another, as in the recipe itself.</summary>
    public const int MaxDepth = 64;

    public static bool IsNothing(object? value) => value is null or ScriptUndefined;

    public static bool ToBool(object? value) => value switch
    {
        null or ScriptUndefined => false,
        bool flag => flag,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0,
        _ => true,
    };

    public static double ToNumber(object? value) => value switch
    {
        null => 0,
        bool flag => flag ? 1 : 0,
        double number => number,
        ScriptDate date => date.Time,
        string text when string.IsNullOrWhiteSpace(text) => 0,
        string text => double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
        _ => double.NaN,
    };

    /// <summary>A whole number that fits an index; NaN counts as 0.</summary>
    public static int ToInteger(object? value) => (int)Math.Clamp(Math.Truncate(ToNumber(value) is var number && double.IsNaN(number) ? 0 : number), int.MinValue, int.MaxValue);

    public static string ToText(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        0 => "0",
        _ when Math.Abs(number) < 1e21 && Math.Truncate(number) == number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        _ when Math.Abs(number) is >= 1e-6 and < 1e21 =>
            decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
    };

    public static bool LooseEquals(object? left, object? right)
    {
        if (IsNothing(left) || IsNothing(right))
        {
            return IsNothing(left) && IsNothing(right);
        }
        return left!.GetType() == right!.GetType() // not null: asked above
            || !IsSimple(left) || !IsSimple(right)
            ? StrictEquals(left, right)
            : ToNumber(left).Equals(ToNumber(right)) && !double.IsNaN(ToNumber(left));
    }

    public static bool StrictEquals(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a == b,
        (bool a, bool b) => a == b,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        _ => ReferenceEquals(left, right),
    };

    private static bool IsSimple(object? value) => value is bool or double or string;

    public static object? FromJson(JsonNode? node, Action<int> spend)
    {
        spend(1);
        switch (node)
        {
            case null:
                return null;
            case JsonArray list:
                return list.Select(item => FromJson(item, spend)).ToList();
            case JsonObject json:
                return json.ToDictionary(member => member.Key, member => FromJson(member.Value, spend));
            default:
                switch (node.GetValueKind())
                {
                    case JsonValueKind.True: return true;
                    case JsonValueKind.False: return false;
                    case JsonValueKind.String:
                        var text = node.GetValue<string>();
                        spend(text.Length / 16);
                        return text;
                    default:
                        return double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
                }
        }
    }

    /// <summary>Spends a step for every node: a list that holds another list twice must not grow without end.</summary>
    public static JsonNode? ToJson(object? value, Action<int> spend, int depth = 0)
    {
        spend(1);
        if (depth > MaxDepth)
        {
            throw new RecipeException(RecipeErrors.ScriptTooDeep, ["JSON", MaxDepth]);
        }
        switch (value)
        {
            case bool flag:
                return JsonValue.Create(flag);
            case double number when !double.IsFinite(number):
                return null;
            case double number when Math.Truncate(number) == number && Math.Abs(number) < 1L << 53:
                return JsonValue.Create((long)number);
            case double number:
                return JsonValue.Create(number);
            case string text:
                spend(text.Length / 16);
                return JsonValue.Create(text);
            case ScriptDate date:
                return date.IsValid ? JsonValue.Create(date.ToIso()) : null;
            case List<object?> list:
                var array = new JsonArray();
                foreach (var item in list)
                {
                    array.Add(ToJson(item, spend, depth + 1));
                }
                return array;
            case Dictionary<string, object?> members:
                var json = new JsonObject();
                foreach (var (name, member) in members.Where(member => member.Value is not (ScriptUndefined or ScriptFunction)))
                {
                    json[name] = ToJson(member, spend, depth + 1);
                }
                return json;
            default:
                return null;
        }
    }
}
