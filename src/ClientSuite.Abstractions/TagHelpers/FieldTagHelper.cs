using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Forms;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace ClientSuite.TagHelpers;

/// <summary>One field of a form: label above, <c>*</c> after a required one and "opcional" at the right of the others, control,
/// hint below; an error of ModelState takes the hint's place. Content between the tags replaces the control (it then carries
/// the id and <c>aria-describedby="{id}-h"</c> itself).
/// <code>&lt;field for="Form.TaxId" label="clients.taxId" hint="clients.taxId.hint" mask="taxId" class="f6" /&gt;</code></summary>
[HtmlTargetElement("field", Attributes = "for,label")]
public sealed class FieldTagHelper(IHtmlGenerator generator, IStringLocalizer texts) : TagHelper
{
    /// <summary>The property of the form record.</summary>
    public ModelExpression For { get; set; } = null!; // the attribute is part of the element's selector

    /// <summary>Text key of the label.</summary>
    public string Label { get; set; } = "";

    /// <summary>Text key of the hint, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>Text key of the placeholder, an example ("Ex.: 214"); never instead of the label.</summary>
    public string? Placeholder { get; set; }

    /// <summary>text, email, tel, url, password, date, number, textarea, select, seg, check, switch or file. Null takes date for
    /// dates, check for booleans, select or seg (up to three) where there are items, else text.</summary>
    public string? Type { get; set; }

    /// <summary>cpf, cnpj, taxId (either, alphanumeric), cep, phone, money or digits: formats while typing, accepts paste in any notation.</summary>
    public string? Mask { get; set; }

    /// <summary>Choices of a select or seg.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Overrides what the property's annotations say.</summary>
    public bool? Required { get; set; }

    /// <summary>Makes a select searchable: for more than some fifteen choices.</summary>
    public bool Searchable { get; set; }

    /// <summary>Rows of a textarea.</summary>
    public int Rows { get; set; } = 3;

    /// <summary>The request's context.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // set by MVC

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, generator.IdAttributeDotReplacement);
        var kind = Type ?? DefaultKind();
        var label = texts[Label].Value;
        var isRequired = Required ?? (For.Metadata.IsRequired && kind is not ("check" or "switch"));
        var error = ViewContext.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;
        if (error is not null)
        {
            FormErrors.Add(ViewContext.HttpContext, new(id, label));
        }

        // Attributes that are not the field's own (autocomplete, inputmode, data-*, hx-*) go to the control; class stays on the field.
        var attributes = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in output.Attributes.Where(a => a.Name != "class").ToList())
        {
            attributes[attribute.Name] = attribute.Value?.ToString() ?? "";
            output.Attributes.Remove(attribute);
        }

        attributes["id"] = id;
        if (error is not null || Hint is not null)
        {
            attributes["aria-describedby"] = error is not null ? id + "-e" : id + "-h";
        }

        if (error is not null)
        {
            attributes["aria-invalid"] = "true";
        }

        if (isRequired)
        {
            attributes["required"] = "required";
        }

        if (Placeholder is not null)
        {
            attributes["placeholder"] = texts[Placeholder].Value;
        }

        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field " + (output.Attributes["class"]?.Value?.ToString() ?? "f12"));
        if (kind is "check" or "switch")
        {
            var box = new TagBuilder("label");
            box.AddCssClass("check");
            box.InnerHtml.AppendHtml(Check(attributes, kind)).AppendHtml(Span("strong", label));
            output.Content.AppendHtml(box);
            output.PostContent.AppendHtml(generator.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, For.Name));
        }
        else
        {
            output.Content.AppendHtml(LabelOf(kind, id, label, isRequired));
            output.Content.AppendHtml(content.IsEmptyOrWhiteSpace ? Control(kind, id, attributes, error is not null) : content);
        }

        if (error is not null)
        {
            output.Content.AppendHtml(Note("hint err", id + "-e", error, "alert-circle"));
        }
        else if (Hint is not null)
        {
            output.Content.AppendHtml(Note("hint", id + "-h", texts[Hint].Value, null));
        }
    }

    private string DefaultKind()
    {
        var type = For.Metadata.UnderlyingOrModelType;
        return Items is not null ? Items.Count() <= 3 ? "seg" : "select"
            : type == typeof(bool) ? "check"
            : type == typeof(DateOnly) ? "date"
            : "text";
    }

    private TagBuilder LabelOf(string kind, string id, string text, bool isRequired)
    {
        var label = new TagBuilder(kind == "seg" ? "span" : "label");
        label.AddCssClass("fl");
        label.Attributes[kind == "seg" ? "id" : "for"] = kind == "seg" ? id + "-l" : id;
        label.InnerHtml.Append(text);
        if (isRequired)
        {
            var star = Span("req", "*");
            star.Attributes["aria-hidden"] = "true";
            label.InnerHtml.AppendHtml(star);
        }
        else
        {
            label.InnerHtml.Append(" ").AppendHtml(Span("opt", texts["form.optional"].Value)); // "Senha opcional" to who hears it
        }

        return label;
    }

    private IHtmlContent Control(string kind, string id, Dictionary<string, object?> attributes, bool isWrong)
    {
        var invalid = isWrong ? " is-invalid" : "";
        if (Mask is not null)
        {
            attributes["data-mask"] = Mask;
            attributes.TryAdd("inputmode", Mask switch { "phone" => "tel", "cpf" or "cep" or "digits" => "numeric", "money" => "decimal", _ => "text" });
        }

        foreach (var length in For.Metadata.ValidatorMetadata)
        {
            var max = length switch { StringLengthAttribute s => s.MaximumLength, MaxLengthAttribute m => m.Length, _ => 0 };
            if (max > 0 && Mask is null)
            {
                attributes.TryAdd("maxlength", max.ToString(CultureInfo.InvariantCulture));
            }
        }

        switch (kind)
        {
            case "select":
                attributes["class"] = "form-select" + invalid;
                if (Searchable)
                {
                    attributes["data-searchable"] = "";
                }

                var isMany = For.Metadata.IsEnumerableType;
                var choices = (Items ?? []).ToList();
                var hasNone = choices.Exists(i => string.IsNullOrEmpty(i.Value));
                return generator.GenerateSelect(ViewContext, For.ModelExplorer, isMany || hasNone ? null : "", For.Name, choices, isMany, attributes);
            case "seg":
                return Segments(id, attributes);
            case "textarea":
                attributes["class"] = "form-control" + invalid;
                return generator.GenerateTextArea(ViewContext, For.ModelExplorer, For.Name, Rows, 0, attributes);
            case "password":
                attributes["class"] = "form-control" + invalid;
                return Password(generator.GeneratePassword(ViewContext, For.ModelExplorer, For.Name, null, attributes), id);
            case "file":
                return FilePicker(attributes, invalid);
            default:
                attributes["class"] = "form-control" + (Mask is not null || kind is "date" or "number" or "tel" ? " num" : "") + invalid;
                attributes["type"] = kind;
                return generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, For.Model, kind == "date" ? "{0:yyyy-MM-dd}" : null, attributes);
        }
    }

    /// <summary>The browser's own file control speaks the browser's language; it lies unseen over words in the page's.</summary>
    private TagBuilder FilePicker(Dictionary<string, object?> attributes, string invalid)
    {
        attributes["class"] = invalid.TrimStart();
        attributes["type"] = "file";
        var button = Span("btn", texts["form.file.choose"].Value);
        button.Attributes["aria-hidden"] = "true";
        var name = Span("name", texts["form.file.none"].Value);
        name.Attributes["data-part"] = "name";
        name.Attributes["aria-live"] = "polite";
        var picker = new TagBuilder("div");
        picker.AddCssClass("file");
        picker.InnerHtml.AppendHtml(button).AppendHtml(name)
            .AppendHtml(generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, null, null, attributes));
        return picker;
    }

    private TagBuilder Segments(string id, Dictionary<string, object?> attributes)
    {
        var group = new TagBuilder("div");
        group.AddCssClass("seg");
        group.Attributes["role"] = "radiogroup";
        group.Attributes["aria-labelledby"] = id + "-l";
        foreach (var extra in (string[])["aria-describedby", "aria-invalid"])
        {
            if (attributes.TryGetValue(extra, out var value))
            {
                group.Attributes[extra] = value?.ToString();
            }
        }

        var current = ViewContext.ModelState.TryGetValue(ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name), out var posted) && posted.AttemptedValue is not null
            ? posted.AttemptedValue
            : Convert.ToString(For.Model, CultureInfo.InvariantCulture);
        var number = 0;
        foreach (var item in Items ?? [])
        {
            var radio = new Dictionary<string, object?>(attributes) { ["class"] = "visually-hidden", ["id"] = number == 0 ? id : id + "-" + number.ToString(CultureInfo.InvariantCulture) };
            radio.Remove("aria-describedby");
            radio.Remove("aria-invalid");
            var option = new TagBuilder("label");
            option.InnerHtml.AppendHtml(generator.GenerateRadioButton(ViewContext, For.ModelExplorer, For.Name, item.Value,
                string.Equals(item.Value, current, StringComparison.OrdinalIgnoreCase), radio)).Append(item.Text);
            group.InnerHtml.AppendHtml(option);
            number++;
        }

        return group;
    }

    private TagBuilder Check(Dictionary<string, object?> attributes, string kind)
    {
        attributes["class"] = "form-check-input" + (kind == "switch" ? " switch" : "");
        return generator.GenerateCheckBox(ViewContext, For.ModelExplorer, For.Name, For.Model as bool? ?? false, attributes);
    }

    private TagBuilder Password(TagBuilder input, string id)
    {
        var group = new TagBuilder("div");
        group.AddCssClass("with-end");
        var button = new TagBuilder("button");
        button.Attributes["type"] = "button";
        button.Attributes["class"] = "btn btn-quiet btn-icon";
        button.Attributes["data-reveal"] = id;
        button.Attributes["aria-pressed"] = "false";
        button.Attributes["aria-label"] = texts["form.password.show"].Value;
        // Seed 002: the eye without a slash means that the password is hidden, with it that it is visible.
        button.InnerHtml.AppendHtml(Icon("eye")).AppendHtml(Icon("eye-off"));
        group.InnerHtml.AppendHtml(input).AppendHtml(button);
        return group;
    }

    private static TagBuilder Note(string css, string id, string text, string? icon)
    {
        var note = new TagBuilder("p");
        note.AddCssClass(css);
        note.Attributes["id"] = id;
        if (icon is not null)
        {
            note.InnerHtml.AppendHtml(Icon(icon));
        }

        note.InnerHtml.Append(text);
        return note;
    }

    private static TagBuilder Span(string css, string text)
    {
        var span = new TagBuilder("span");
        span.AddCssClass(css);
        span.InnerHtml.Append(text);
        return span;
    }

    private static TagBuilder Icon(string name)
    {
        var svg = new TagBuilder("svg");
        svg.AddCssClass("icon i-" + name);
        svg.Attributes["aria-hidden"] = "true";
        var use = new TagBuilder("use");
        use.Attributes["href"] = IconTagHelper.SpriteUrl + "#i-" + name;
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }
}
