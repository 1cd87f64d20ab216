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

    /// <summary>MVC adds the token by itself only to a form without an action; htmx sends it as a header, which hides the lack in dialogs.</summary>
    [Fact]
    public void Every_posting_form_with_an_action_of_its_own_carries_the_antiforgery_token() => Nothing.In(
        from file in Views
        let text = Comment().Replace(File.ReadAllText(file), "")
        from form in PostingForm().Matches(text)
        where form.Value.Contains(" action=", StringComparison.Ordinal)
            && !form.Value.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)
            && !form.Value.Contains("__RequestVerificationToken", StringComparison.Ordinal)
        select $"{Repository.Name(file)}: {form.Value[..Math.Min(form.Value.Length, 120)]}");

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex(@"<form\b[^<]*\bmethod=""post""[^<]*.*?</form>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex PostingForm();

    [GeneratedRegex(@"<style\b|<[a-z][^<>]*\s(style|on[a-z]+)\s*=\s*[""']", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
