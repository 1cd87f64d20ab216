using ClientSuite.Access;
using ClientSuite.Frames;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClientSuite.TagHelpers;

/// <summary><c>&lt;record-parts type="Files.Document" record="42" /&gt;</c>: what modules add to a record's page (<see cref="IRecordPart"/>), one below
/// the other. Nothing where none has anything.</summary>
[HtmlTargetElement("record-parts", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RecordPartsTagHelper(IEnumerable<IRecordPart> parts, ICurrentUser user, IHtmlHelper html) : TagHelper
{
    /// <summary>Type as the history names it.</summary>
    public string Type { get; set; } = "";

    /// <summary>The short number.</summary>
    public long Record { get; set; }

    /// <summary>The request's context.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // set by MVC

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        ((IViewContextAware)html).Contextualize(ViewContext);
        foreach (var part in parts.Where(p => p.Permission is null || user.Has(p.Permission)).OrderBy(p => p.Order))
        {
            if (await part.GetAsync(Type, Record, ViewContext.HttpContext.RequestAborted) is { } drawn)
            {
                output.Content.AppendHtml(await html.PartialAsync(drawn.View, drawn.Model));
            }
        }
    }
}
