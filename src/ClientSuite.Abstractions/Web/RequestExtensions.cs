using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Web;

/// <summary>Shorthands of page handlers.</summary>
public static class RequestExtensions
{
    private static readonly JsonSerializerOptions Ascii = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    /// <summary>True when htmx asks for a fragment. Forms in the dialog are boosted too, and want no whole page.</summary>
    public static bool IsFragment(this HttpRequest request) =>
        request.Headers.ContainsKey("HX-Request") && (!request.Headers.ContainsKey("HX-Boosted") || request.Headers["HX-Target"] == "dialog");

    /// <summary>Announces events to the page (<c>HX-Trigger</c>): other parts of it that listen refresh themselves.</summary>
    public static void Announce(this HttpResponse response, string name, object? detail = null)
    {
        var events = response.Headers.TryGetValue("HX-Trigger", out var earlier) && earlier.Count > 0
            ? JsonSerializer.Deserialize<Dictionary<string, object?>>(earlier.ToString()) ?? []
            : [];
        events[name] = detail;
        response.Headers["HX-Trigger"] = JsonSerializer.Serialize(events, Ascii);
    }

    /// <summary>Shows a toast: with htmx at once, otherwise on the next page. <paramref name="kind"/> is <c>ok</c>, <c>warn</c> or
    /// <c>bad</c>; <paramref name="text"/> is in the user's language.</summary>
    public static void Notify(this PageModel page, string kind, string text, string? undoUrl = null)
    {
        if (page.Request.IsFragment())
        {
            page.Response.Announce("notice", new { kind, text, undoUrl });
            return;
        }

        page.TempData["notice"] = JsonSerializer.Serialize(new Frames.Notice(kind, text, undoUrl), Ascii);
    }

    /// <summary>Sends the browser to another page of the tenant, with htmx (<c>HX-Redirect</c>) and without.</summary>
    public static Microsoft.AspNetCore.Mvc.IActionResult GoTo(this PageModel page, string path)
    {
        var target = page.Request.PathBase + path;
        if (!page.Request.IsFragment())
        {
            return new Microsoft.AspNetCore.Mvc.LocalRedirectResult(target);
        }

        page.Response.Headers["HX-Redirect"] = target;
        return new Microsoft.AspNetCore.Mvc.EmptyResult();
    }
}
