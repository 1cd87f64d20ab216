using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using QRCoder;

namespace ClientSuite.Users.Contracts;

/// <summary>A QR code as SVG without styles: one path, dark on light in both themes, because readers need it so.</summary>
public static class QrSvg
{
    /// <summary>Draws <paramref name="text"/>; <paramref name="label"/> says what it is to who cannot see it.</summary>
    public static IHtmlContent Draw(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count; // the quiet zone of 4 is part of it
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        var svg = new TagBuilder("svg");
        svg.AddCssClass("cs-qr");
        svg.MergeAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {size} {size}"));
        svg.MergeAttribute("shape-rendering", "crispEdges");
        svg.MergeAttribute("role", "img");
        svg.MergeAttribute("aria-label", label);
        svg.InnerHtml.AppendHtml(Shape("rect", ("width", "100%"), ("height", "100%"), ("fill", "#fff")));
        svg.InnerHtml.AppendHtml(Shape("path", ("d", path.ToString()), ("fill", "#000")));
        return svg;
    }

    private static TagBuilder Shape(string name, params (string Name, string Value)[] attributes)
    {
        var shape = new TagBuilder(name);
        foreach (var (attribute, value) in attributes)
        {
            shape.MergeAttribute(attribute, value);
        }

        return shape;
    }
}
