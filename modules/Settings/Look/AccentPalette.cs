using System.Globalization;
using System.Runtime.InteropServices;

namespace ClientSuite.Settings.Look;

/// <summary>The shades that pages need of one colour, such that words on it and in it can be read: contrast 4.5 (WCAG 2.2, 1.4.3).</summary>
internal static class AccentPalette
{
    private const double Readable = 4.5;

    private static readonly Colour White = new(255, 255, 255);
    private static readonly Colour Black = new(0x14, 0x16, 0x1b); // the theme's ink
    private static readonly Colour Night = new(0x1c, 0x20, 0x27); // the lightest surface of the dark theme

    /// <summary>A stylesheet that replaces the theme's accent; null for what is no <c>#rrggbb</c>.</summary>
    public static string? Css(string accent)
    {
        if (!Colour.TryParse(accent, out var given))
        {
            return null;
        }

        // A colour on which neither white nor ink can be read gets darker until white can.
        var on = Contrast(given, White) >= Readable ? White : Contrast(given, Black) >= Readable ? Black : White;
        var fill = Until(given, c => Contrast(c, on) >= Readable, on == White ? Black : White);
        var hover = on == White ? fill.Towards(Black, 0.16) : fill.Towards(White, 0.16);
        var soft = given.Towards(White, 0.9);
        var softNight = given.Towards(Night, 0.78);
        var ink = Until(given, c => Contrast(c, soft) >= Readable && Contrast(c, White) >= Readable, Black);
        var inkNight = Until(given, c => Contrast(c, softNight) >= Readable && Contrast(c, Night) >= Readable, White);
        return $$"""
            :root{--cs-accent:{{fill}};--cs-accent-hover:{{hover}};--cs-on-accent:{{on}};--cs-accent-ink:light-dark({{ink}},{{inkNight}});--cs-accent-soft:light-dark({{soft}},{{softNight}});--cs-accent-line:light-dark({{given.Towards(White, 0.65)}},{{given.Towards(Night, 0.5)}})}

            """;
    }

    /// <summary>Ratio of luminances, 1 to 21 (WCAG 2.2).</summary>
    public static double Contrast(Colour one, Colour other)
    {
        var (light, dark) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    private static Colour Until(Colour start, Func<Colour, bool> isRight, Colour towards)
    {
        for (var part = 0.0; part < 1; part += 0.05)
        {
            var shade = start.Towards(towards, part);
            if (isRight(shade))
            {
                return shade;
            }
        }

        return towards;
    }
}

/// <summary>A colour of sRGB.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Colour(int Red, int Green, int Blue)
{
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    public static bool TryParse(string? text, out Colour colour)
    {
        colour = default;
        if (text is not ['#', _, _, _, _, _, _] || !int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        colour = new Colour((value >> 16) & 255, (value >> 8) & 255, value & 255);
        return true;
    }

    /// <summary>A mixture: 0 is this, 1 the other.</summary>
    public Colour Towards(Colour other, double part) => new(Mix(Red, other.Red, part), Mix(Green, other.Green, part), Mix(Blue, other.Blue, part));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static int Mix(int one, int other, double part) => (int)Math.Round(one + ((other - one) * part));

    private static double Linear(int channel)
    {
        var part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
