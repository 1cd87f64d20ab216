using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Markdig;

namespace ClientSuite.Email;

/// <summary>Words with values put in: Handlebars in Markdown, as plain text and as HTML.</summary>
internal static partial class MailWords
{
    // Raw HTML of a template is shown as text: what a mail may hold is decided here, not by who writes templates.
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().UseSoftlineBreakAsHardlineBreak().UsePipeTables().Build();
    private static readonly IHandlebars AsText = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new Values(escapes: false) });
    private static readonly IHandlebars AsMarkdown = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new Values(escapes: true) });

    /// <summary>The mail without its reader.</summary>
    /// <exception cref="HandlebarsException">The template cannot be read.</exception>
    public static EmailDraft Write(string subject, string body, IReadOnlyDictionary<string, string> values, MailLook look, string culture, IReadOnlyCollection<string>? secrets = null)
    {
        var model = Model(values);
        model.TryAdd("site", look.SiteName);
        var shown = secrets is { Count: > 0 } ? model.ToDictionary(v => v.Key, v => secrets.Contains(v.Key) ? "•••" : v.Value, StringComparer.Ordinal) : model;
        var line = AsText.Compile(subject)(shown).ReplaceLineEndings(" ").Trim();
        var html = Markdig.Markdown.ToHtml(AsMarkdown.Compile(body)(model), Markdown);
        return new EmailDraft("", line, AsText.Compile(Plainly(body))(model)) { Html = Layout(html, look, culture) };
    }

    /// <summary>A mail in words of somebody's own: of braces, only those around the name of a value are any.</summary>
    public static EmailDraft WriteByHand(string subject, string markdown, IReadOnlyDictionary<string, string> values, MailLook look, string culture)
    {
        return new("", Put(subject, v => v).ReplaceLineEndings(" ").Trim(), Put(Plainly(markdown), v => v)) { Html = Layout(Markdig.Markdown.ToHtml(Put(markdown, AsMarkdownText), Markdown), look, culture) };

        string Put(string words, Func<string, string> shown) => words.Contains("{{", StringComparison.Ordinal)
            ? Named().Replace(words, m => m.Groups[1].Value == "site" ? shown(look.SiteName) : values.TryGetValue(m.Groups[1].Value, out var value) ? shown(value) : m.Value)
            : words;
    }

    /// <summary>The values as Handlebars walks them: <c>client.name</c> is the name of the client.</summary>
    private static Dictionary<string, object> Model(IReadOnlyDictionary<string, string> values)
    {
        var model = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (name.Split('.') is not [var owner, var part])
            {
                model[name] = value;
            }
            else if (model.TryGetValue(owner, out var known) && known is Dictionary<string, string> parts)
            {
                parts[part] = value;
            }
            else
            {
                model[owner] = new Dictionary<string, string>(StringComparer.Ordinal) { [part] = value };
            }
        }

        return model;
    }

    /// <summary>A value that stays text in Markdown.</summary>
    private static string AsMarkdownText(string value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new Values(escapes: true).Encode(value, text);
        return text.ToString();
    }

    /// <summary>For a frame of the admin: nothing runs, nothing but the logo is fetched.</summary>
    public static string FramePolicy(MailLook look) => $"default-src 'none'; img-src data: {look.LogoUrl}; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    /// <summary>The mail's HTML with its subject above, as a preview shows it.</summary>
    public static string WithSubject(EmailDraft mail) =>
        (mail.Html ?? "").Replace("<div style=\"max-width", $"<p style=\"max-width:560px;margin:0 auto 12px;font-weight:600\">{WebUtility.HtmlEncode(mail.Subject)}</p><div style=\"max-width", StringComparison.Ordinal);

    /// <summary>True for words whose braces can be read.</summary>
    public static bool IsReadable(string words, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            Write("", words, values, MailLook.Plain(""), "en");
            return true;
        }
        catch (HandlebarsException)
        {
            return false;
        }
    }

    /// <summary>Names in a template that stand for nothing.</summary>
    public static IReadOnlyList<string> Unknown(string template, IEnumerable<string> known) =>
        [.. Names().Matches(template).Select(m => m.Groups[1].Value).Where(n => n is not ("site" or "else" or "this") && !known.Contains(n, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary>The template for plain text: links as people read them there, no stars. The values come later and are not touched.</summary>
    private static string Plainly(string template) => Links().Replace(template.ReplaceLineEndings("\n"), m => m.Groups[1].Value == m.Groups[2].Value ? m.Groups[2].Value : $"{m.Groups[1].Value}: {m.Groups[2].Value}")
        .Replace("**", "", StringComparison.Ordinal);

    /// <summary>The logo where there is one that a mail program can fetch, else the name.</summary>
    private static string Head(MailLook look) => look.LogoUrl is { } logo
        ? $"<img src=\"{WebUtility.HtmlEncode(logo)}\" alt=\"{WebUtility.HtmlEncode(look.SiteName)}\" height=\"40\" style=\"display:block;border:0;height:40px;width:auto;max-width:240px\">"
        : WebUtility.HtmlEncode(look.SiteName);

    private static string Layout(string html, MailLook look, string culture) => $"""
        <!doctype html>
        <html lang="{culture}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"></head>
        <body style="margin:0;padding:24px 12px;background:#f4f6f8;font:16px/1.5 Inter,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1b2733">
        <div style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid #dfe4ea;border-radius:8px;padding:28px 28px 12px;overflow-wrap:break-word;word-break:break-word">
        <div style="font-weight:600;font-size:15px;color:#44546a;margin-bottom:16px">{Head(look)}</div>
        {html}
        </div></body></html>
        """;

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"\{\{\{?\s*(?:#(?:if|unless|each|with)\s+)?([\p{L}_][\p{L}\p{N}_.]*)\s*\}", RegexOptions.None, 1000)]
    private static partial Regex Names();

    [GeneratedRegex(@"\{\{\s*([\p{L}_][\p{L}\p{N}_.]*)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Named();

    /// <summary>Puts values in as they are, or so that they stay text in Markdown (CommonMark 2.4).</summary>
    private sealed class Values(bool escapes) : ITextEncoder
    {
        public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

        public void Encode(string? text, TextWriter target)
        {
            foreach (var c in text ?? "")
            {
                Write(c, target);
            }
        }

        public void Encode<T>(T? text, TextWriter target) where T : IEnumerator<char>
        {
            while (text?.MoveNext() == true)
            {
                Write(text.Current, target);
            }
        }

        private void Write(char c, TextWriter target)
        {
            if (escapes && char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                target.Write('\\');
            }

            target.Write(c);
        }
    }
}
