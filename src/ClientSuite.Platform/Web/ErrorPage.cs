using System.Globalization;
using System.Text.Encodings.Web;
using ClientSuite.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>The page for what went wrong. Needs no tenant, view or database, so it works when those are what failed.</summary>
internal static class ErrorPage
{
    public static async Task WriteAsync(HttpContext context, IStringLocalizer texts, int status, string detail)
    {
        var html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        var title = texts["error." + status];
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var isPortal = context.Request.Path.StartsWithSegments(PortalAccess.Path, StringComparison.OrdinalIgnoreCase);
        var home = html.Encode(context.Request.PathBase + (isPortal ? PortalAccess.Path : "/admin"));
        var homeTitle = html.Encode(texts["error.home"].Value);
        var (style, frame) = isPortal
            ? ("""<link rel="stylesheet" href="/_content/Portal/portal.css">""", $"""<body class="p-body"><header class="p-top"><div class="p-bar"><a class="p-site" href="{home}" aria-label="{homeTitle}"><img src="/_content/Admin/mark.svg" alt="" height="28"></a></div></header><main class="p-main" id="conteudo">""")
            : ("", """<body class="cs-gate"><main class="gate-card" id="conteudo">""");
        await context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="{CultureInfo.CurrentUICulture.Name}" data-theme="system">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</title>
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="/_content/Admin/mark.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/_content/Admin/admin.css">{style}<script src="/_content/Admin/theme.js"></script></head>
            {frame}<div class="cs-error">
            <p class="num muted">{status}</p><h1>{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</h1>
            <p>{html.Encode(detail)}</p>
            <p class="xs muted">{html.Encode(texts["error.number", context.TraceIdentifier].Value)}</p>
            <a class="btn btn-primary" href="{home}">{homeTitle}</a>
            </div></main></body></html>
            """, context.RequestAborted);
    }

    /// <summary>Sets the culture that the request got further in, which does not come back out with its failure; the browser's where
    /// it did not get that far, or outside any tenant.</summary>
    public static void UseCulture(HttpContext context)
    {
        var culture = context.Items[typeof(CultureInfo)] as string ?? CultureMiddleware.FromBrowser(context) ?? "pt-BR";
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
    }
}
