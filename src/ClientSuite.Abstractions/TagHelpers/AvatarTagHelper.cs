using ClientSuite.Frames;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClientSuite.TagHelpers;

/// <summary><c>&lt;avatar name="João Padaria" size="32" company="false" /&gt;</c>: initials on one of six tints; round for
/// people, squared for companies. Decorative: the name stands beside it.</summary>
[HtmlTargetElement("avatar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AvatarTagHelper : TagHelper
{
    /// <summary>Name of the person or company.</summary>
    public string Name { get; set; } = "";

    /// <summary>20, 28, 32, 36 or 56; 0 is the list's 24.</summary>
    public int Size { get; set; }

    /// <summary>True for a company.</summary>
    public bool Company { get; set; }

    /// <summary>Address of a photo in place of the initials, or null.</summary>
    public string? Photo { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"avatar {Avatar.Tint(Name)}{(Size > 0 ? $" s{Size}" : "")}{(Company ? " org" : "")}");
        output.Attributes.SetAttribute("aria-hidden", "true");
        if (string.IsNullOrEmpty(Photo))
        {
            output.Content.SetContent(Avatar.Initials(Name));
            return;
        }

        var image = new TagBuilder("img") { TagRenderMode = TagRenderMode.SelfClosing };
        image.Attributes["src"] = Photo;
        image.Attributes["alt"] = "";
        image.Attributes["loading"] = "lazy";
        output.Content.SetHtmlContent(image);
    }
}
