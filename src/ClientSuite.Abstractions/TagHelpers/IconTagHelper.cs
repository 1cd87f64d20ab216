using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClientSuite.TagHelpers;

/// <summary><c>&lt;icon name="users" /&gt;</c>: an outline icon of the theme's sprite. Decorative: the control it stands in
/// carries the words. <c>size</c> is <c>sm</c>, <c>lg</c> or nothing.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>Address of the sprite: an asset of the Admin theme, versioned by its content at start-up.</summary>
    public static string SpriteUrl { get; set; } = "/_content/Admin/icons.svg";

    /// <summary>Tabler icon name without prefix.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>sm</c>, <c>lg</c> or null.</summary>
    public string? Size { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        var css = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", string.Join(' ', new[] { "icon", Size is null ? null : "icon-" + Size, css }.Where(c => c is not null)));
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"{SpriteUrl}#i-{Name}\"></use>");
    }
}
