using System.Globalization;

namespace ClientSuite.Recipes.Scripting;

/// <summary>Properties and methods of texts, lists, objects, numbers and dates.</summary>
internal static class ScriptMembers
{
    public static object? Get(ScriptRun run, object target, object? key)
    {
        var name = key as string;
        switch (target)
        {
            case string text when name is null:
                var at = ScriptValue.ToInteger(key);
                return at >= 0 && at < text.Length ? text[at].ToString() : ScriptUndefined.Value;
            case string text:
                return name == "length" ? (double)text.Length : OfText(run, text, name) ?? Absent;
            case List<object?> list when name is null:
                var index = ScriptValue.ToInteger(key);
                return index >= 0 && index < list.Count ? list[index] : ScriptUndefined.Value;
            case List<object?> list:
                return name == "length" ? (double)list.Count : OfList(run, list, name) ?? Absent;
            case Dictionary<string, object?> members:
                return members.GetValueOrDefault(name ?? run.ToText(key), ScriptUndefined.Value);
            case ScriptDate date:
                return date.Method(name ?? "") ?? Absent;
            case double number:
                return OfNumber(number, name) ?? Absent;
            case ScriptStatics statics:
                return statics.Members.GetValueOrDefault(name ?? "", ScriptUndefined.Value);
            default:
                return ScriptUndefined.Value;
        }
    }

    private static object Absent => ScriptUndefined.Value;

    private static object? OfText(ScriptRun run, string text, string name)
    {
        run.SpendText(text.Length);
        string Text(IReadOnlyList<object?> args, int index) => index < args.Count ? run.ToText(args[index]) : "undefined";

        return name switch
        {
            "toUpperCase" or "toLocaleUpperCase" => Function(_ => text.ToUpperInvariant()),
            "toLowerCase" or "toLocaleLowerCase" => Function(_ => text.ToLowerInvariant()),
            "trim" => Function(_ => text.Trim()),
            "trimStart" => Function(_ => text.TrimStart()),
            "trimEnd" => Function(_ => text.TrimEnd()),
            "toString" => Function(_ => text),
            "charAt" => Function(args => Range(text, Index(args, 0, 0), Index(args, 0, 0) + 1L)),
            "substring" => Function(args => Range(text, Math.Min(Within(text, args, 0, 0), Within(text, args, 1, text.Length)), Math.Max(Within(text, args, 0, 0), Within(text, args, 1, text.Length)))),
            "substr" => Function(args => Range(text, FromEnd(text.Length, args, 0, 0), FromEnd(text.Length, args, 0, 0) + (long)Index(args, 1, text.Length))),
            "slice" => Function(args => Range(text, FromEnd(text.Length, args, 0, 0), FromEnd(text.Length, args, 1, text.Length))),
            "startsWith" => Function(args => text.StartsWith(Text(args, 0), StringComparison.Ordinal)),
            "endsWith" => Function(args => text.EndsWith(Text(args, 0), StringComparison.Ordinal)),
            "includes" => Function(args => text.Contains(Text(args, 0), StringComparison.Ordinal)),
            "indexOf" => Function(args => (double)text.IndexOf(Text(args, 0), StringComparison.Ordinal)),
            "lastIndexOf" => Function(args => (double)text.LastIndexOf(Text(args, 0), StringComparison.Ordinal)),
            "concat" => Function(args => run.Join([text, .. args], "")),
            "split" => Function(args => Split(run, text, args)),
            "padStart" => Function(args => Pad(run, text, args, start: true)),
            "padEnd" => Function(args => Pad(run, text, args, start: false)),
            "replace" => Function(args => Replace(run, text, Text(args, 0), Text(args, 1), all: false)),
            "replaceAll" => Function(args => Replace(run, text, Text(args, 0), Text(args, 1), all: true)),
            _ => null,
        };
    }

    private static object? OfList(ScriptRun run, List<object?> list, string name)
    {
        run.Spend(list.Count);
        return name switch
        {
            "join" => Function(args => run.Join(list, args.Count > 0 ? run.ToText(args[0]) : ",")),
            "toString" => Function(_ => run.Join(list, ",")),
            "includes" => Function(args => list.Any(item => ScriptValue.StrictEquals(item, args.ElementAtOrDefault(0)))),
            "indexOf" => Function(args => (double)list.FindIndex(item => ScriptValue.StrictEquals(item, args.ElementAtOrDefault(0)))),
            "slice" => Function(args =>
            {
                var (start, end) = (FromEnd(list.Count, args, 0, 0), FromEnd(list.Count, args, 1, list.Count));
                return list.Skip(start).Take(Math.Max(0, end - start)).ToList();
            }),
            "concat" => Function(args =>
            {
                var all = new List<object?>(list);
                foreach (var arg in args)
                {
                    if (arg is List<object?> more)
                    {
                        run.Spend(more.Count);
                        all.AddRange(more);
                    }
                    else
                    {
                        all.Add(arg);
                    }
                }
                return all;
            }),
            _ => null,
        };
    }

    private static ScriptFunction? OfNumber(double number, string? name) => name switch
    {
        "toString" => _ => ScriptValue.ToText(number),
        "toFixed" => args => ScriptValue.ToNumber(args.ElementAtOrDefault(0)) is >= 0 and <= 20 and var digits && Math.Abs(number) < 1e15
            ? number.ToString("F" + ((int)digits).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : throw new ScriptFailure("toFixed takes 0 to 20 digits"),
        _ => null,
    };

    private static ScriptFunction Function(ScriptFunction function) => function;

    private static int Index(IReadOnlyList<object?> args, int at, int absent) =>
        at < args.Count && args[at] is not ScriptUndefined ? ScriptValue.ToInteger(args[at]) : absent;

    private static int Within(string text, IReadOnlyList<object?> args, int at, int absent) => Math.Clamp(Index(args, at, absent), 0, text.Length);

    private static int FromEnd(int length, IReadOnlyList<object?> args, int at, int absent)
    {
        var index = Index(args, at, absent);
        return index < 0 ? Math.Max(0, length + index) : Math.Min(index, length);
    }

    private static string Range(string text, long start, long end)
    {
        var (from, to) = ((int)Math.Clamp(start, 0, text.Length), (int)Math.Clamp(end, 0, text.Length));
        return to > from ? text[from..to] : "";
    }

    private static List<object?> Split(ScriptRun run, string text, IReadOnlyList<object?> args)
    {
        if (args.Count == 0)
        {
            return [text];
        }
        var separator = run.ToText(args[0]);
        run.Spend(text.Length);
        return separator.Length == 0
            ? [.. text.Select(c => (object?)c.ToString())]
            : [.. text.Split(separator).Cast<object?>()];
    }

    private static string Pad(ScriptRun run, string text, IReadOnlyList<object?> args, bool start)
    {
        var width = Index(args, 0, 0);
        var fill = args.Count > 1 ? run.ToText(args[1]) : " ";
        if (width <= text.Length || fill.Length == 0)
        {
            return text;
        }
        run.SpendText(width);
        var missing = width - text.Length;
        var padding = string.Concat(Enumerable.Repeat(fill, missing / fill.Length + 1))[..missing];
        return start ? padding + text : text + padding;
    }

    /// <summary>The replacement is taken as it stands: JavaScript's $-patterns have no meaning here.</summary>
    private static string Replace(ScriptRun run, string text, string old, string replacement, bool all)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }
        if (!all || old.Length == 0)
        {
            run.SpendText((long)text.Length + replacement.Length);
            return string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length));
        }
        run.SpendText(text.Length + (long)(text.Length / old.Length) * replacement.Length);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
