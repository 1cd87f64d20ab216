using System.Globalization;
using System.Text.Encodings.Web;
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
        await context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="{CultureInfo.CurrentUICulture.Name}" data-theme="system">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</title>
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="/_content/Admin/mark.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/_content/Admin/admin.css"><script src="/_content/Admin/theme.js"></script></head>
            <body class="cs-gate"><main class="gate-card" id="conteudo"><div class="cs-error">
            <p class="num muted">{status}</p><h1>{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</h1>
            <p>{html.Encode(detail)}</p>
            <p class="xs muted">{html.Encode(texts["error.number", context.TraceIdentifier].Value)}</p>
            <a class="btn btn-primary" href="{html.Encode(context.Request.PathBase + (context.Request.Path.StartsWithSegments(Access.PortalAccess.Path, StringComparison.OrdinalIgnoreCase) ? Access.PortalAccess.Path : "/admin"))}">{html.Encode(texts["error.home"].Value)}</a>
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
