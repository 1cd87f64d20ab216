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
            <html lang="{CultureInfo.CurrentUICulture.Name}" data-bs-theme="light">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</title>
            <script src="/_content/Admin/theme.js"></script><link rel="stylesheet" href="/_content/Admin/admin.css"></head>
            <body class="cs-plain"><main class="cs-plain-card">
            <p class="num muted">{status}</p><h1 class="h-page">{html.Encode(title.ResourceNotFound ? texts["error.other"].Value : title.Value)}</h1>
            <p class="lead">{html.Encode(detail)}</p>
            <p><a class="btn btn-primary" href="{html.Encode(context.Request.PathBase + "/admin")}">{html.Encode(texts["error.home"].Value)}</a></p>
            <p class="muted sm">{html.Encode(texts["error.number", context.TraceIdentifier].Value)}</p>
            </main></body></html>
            """, context.RequestAborted);
    }

    /// <summary>Sets the culture from the browser, for answers outside any tenant.</summary>
    public static void UseBrowserCulture(HttpContext context)
    {
        var culture = CultureMiddleware.FromBrowser(context) ?? "pt-BR";
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
    }
}
