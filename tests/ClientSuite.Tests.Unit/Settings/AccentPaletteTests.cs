using System.Text.RegularExpressions;
using ClientSuite.Settings.Look;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Settings;

public sealed class AccentPaletteTests
{
    [Fact(DisplayName = "issue 3 §4: whatever colour a tenant chooses, words on it and in it can be read")]
    public void Always_readable()
    {
        var colours = from red in Gen.Choose(0, 255) from green in Gen.Choose(0, 255) from blue in Gen.Choose(0, 255) select new Colour(red, green, blue);
        Prop.ForAll(colours.ToArbitrary(), colour =>
        {
            var shades = Shades(AccentPalette.Css(colour.ToString())!);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent"][0], shades["--cs-on-accent"][0]) >= 4.5, "on " + colour);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent-hover"][0], shades["--cs-on-accent"][0]) >= 4.5, "on the hover of " + colour);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent-ink"][0], new Colour(255, 255, 255)) >= 4.5, "light " + colour);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent-ink"][0], shades["--cs-accent-soft"][0]) >= 4.5, "soft " + colour);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent-ink"][1], shades["--cs-accent-soft"][1]) >= 4.5, "soft dark " + colour);
            Assert.True(AccentPalette.Contrast(shades["--cs-accent-ink"][1], new Colour(0x1c, 0x20, 0x27)) >= 4.5, "dark " + colour);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("#fff}body{display:none}")]
    public void What_is_no_colour_makes_no_stylesheet(string text) => Assert.Null(AccentPalette.Css(text));

    [Fact]
    public void A_colour_that_is_dark_enough_stays_as_it_is() => Assert.Contains("--cs-accent:#3a52d4;", AccentPalette.Css("#3a52d4")!, StringComparison.Ordinal);

    private static Dictionary<string, List<Colour>> Shades(string css) =>
        Regex.Matches(css, @"(--[\w-]+):([^;}]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).ToDictionary(m => m.Groups[1].Value,
            m => Regex.Matches(m.Groups[2].Value, "#[0-9a-f]{6}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(c => Colour.TryParse(c.Value, out var colour) ? colour : default).ToList(), StringComparer.Ordinal);
}
