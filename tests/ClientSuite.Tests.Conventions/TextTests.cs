using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace ClientSuite.Tests.Conventions;

public sealed partial class TextTests
{
    private static readonly string[] Languages = ["pt-BR", "en", "es"];

    private static IEnumerable<string> Owners => Repository.Modules.Select(m => m.Path)
        .Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "themes"))).Append(Path.Combine(Repository.Root, "src/ClientSuite.Platform"))
        .Where(p => Directory.Exists(Path.Combine(p, "Texts")));

    [Fact]
    public void The_three_languages_have_the_same_keys_and_placeholders()
    {
        var wrong = new List<string>();
        foreach (var owner in Owners)
        {
            var texts = Languages.ToDictionary(l => l, l => Read(owner, l), StringComparer.Ordinal);
            foreach (var key in texts.Values.SelectMany(t => t.Keys).Distinct().Order(StringComparer.Ordinal))
            {
                var missing = Languages.Where(l => !texts[l].ContainsKey(key)).ToList();
                if (missing.Count > 0)
                {
                    wrong.Add($"{Repository.Name(owner)}: {key} is missing in {string.Join(' ', missing)}");
                }
                else if (texts.Values.Select(t => string.Join(' ', Placeholder().Matches(t[key]).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal))).Distinct().Count() > 1)
                {
                    wrong.Add($"{Repository.Name(owner)}: {key} has different placeholders");
                }
                else if (texts.Values.Any(t => t[key].Trim().Length == 0))
                {
                    wrong.Add($"{Repository.Name(owner)}: {key} is empty");
                }
            }
        }

        Nothing.In(wrong);
    }

    [Fact]
    public void Every_text_that_is_asked_for_exists()
    {
        var known = Owners.SelectMany(o => Read(o, "pt-BR").Keys).ToHashSet(StringComparer.Ordinal);
        var places = Repository.Modules.Select(m => m.Path).Append(Path.Combine(Repository.Root, "themes")).Append(Path.Combine(Repository.Root, "src"));
        var wrong = from file in places.SelectMany(p => Repository.Files(p, ".cs").Concat(Repository.Files(p, ".cshtml")))
                    let text = File.ReadAllText(file)
                    from use in Use().Matches(text).Concat(file.EndsWith(".cshtml", StringComparison.Ordinal) ? Label().Matches(text) : [])
                    let key = use.Groups["key"].Value
                    where !known.Contains(key) && !known.Contains(key + ".one") && !known.Contains(key + ".other")
                    select $"{Repository.Name(file)}: {key}";
        Nothing.In(wrong.Distinct());
    }

    private static Dictionary<string, string> Read(string owner, string language)
    {
        var file = Path.Combine(owner, "Texts", language + ".json");
        return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [] : [];
    }

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();

    // T["key"], texts["key", x], T.Plural("key", n); a key that is put together ("a." + b) ends in a dot and is left out.
    [GeneratedRegex("""\b(?:T|[tT]exts|localizer)(?:\[|\.Plural\()"(?<key>[a-zA-Z][\w.-]*\w)"\s*[\],)]""")]
    private static partial Regex Use();

    [GeneratedRegex("""<field\s[^>]*\b(?:label|hint|placeholder)="(?<key>[a-z][\w-]*\.[\w.-]*\w)"[\s/>]""")]
    private static partial Regex Label();
}
