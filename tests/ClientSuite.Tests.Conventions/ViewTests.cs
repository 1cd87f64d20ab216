using System.Text.RegularExpressions;
using Xunit;

namespace ClientSuite.Tests.Conventions;

public sealed partial class ViewTests
{
    private static IEnumerable<string> Views => new[] { "modules", "themes", "src" }.SelectMany(f => Repository.Files(Path.Combine(Repository.Root, f), ".cshtml"));

    [Fact]
    public void No_view_has_inline_script_or_style()
    {
        var wrong = from file in Views
                    let text = Comment().Replace(File.ReadAllText(file), "")
                    from found in InlineScript().Matches(text).Concat(Inline().Matches(text))
                    select $"{Repository.Name(file)}: {found.Value}";
        Nothing.In(wrong);
    }

    [Fact]
    public void No_view_turns_the_antiforgery_check_off() => Nothing.In(
        new[] { "modules", "themes", "src" }.SelectMany(f => Repository.Files(Path.Combine(Repository.Root, f), ".cs").Concat(Repository.Files(Path.Combine(Repository.Root, f), ".cshtml")))
            .Where(f => Regex.IsMatch(File.ReadAllText(f), """IgnoreAntiforgeryToken|asp-antiforgery=.false""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(Repository.Name));

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex(@"<style\b|<[a-z][^<>]*\s(style|on[a-z]+)\s*=\s*[""']", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
