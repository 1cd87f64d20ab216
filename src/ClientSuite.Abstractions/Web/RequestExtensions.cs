using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Web;

/// <summary>Shorthands of page handlers.</summary>
public static class RequestExtensions
{
    private static readonly JsonSerializerOptions Ascii = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    /// <summary>True when htmx asks for a fragment. A boosted link asks for a whole page; a form in the dialog is boosted too, so
    /// that it works as a plain one, and asks for the dialog's content.</summary>
    public static bool IsFragment(this HttpRequest request) =>
        request.Headers.ContainsKey("HX-Request") && (!request.Headers.ContainsKey("HX-Boosted") || request.IsDialog());

    /// <summary>True when the answer goes into the dialog: its layout is <c>_DialogLayout</c>.</summary>
    public static bool IsDialog(this HttpRequest request) => request.Headers["HX-Target"] == "dialog";

    /// <summary>True when the answer goes into the side panel.</summary>
    public static bool IsPanel(this HttpRequest request) => request.Headers["HX-Target"] == "panel";

    /// <summary>Announces events to the page (<c>HX-Trigger</c>): other parts of it that listen refresh themselves.</summary>
    public static void Announce(this HttpResponse response, string name, object? detail = null)
    {
        var events = response.Headers.TryGetValue("HX-Trigger", out var earlier) && earlier.Count > 0
            ? JsonSerializer.Deserialize<Dictionary<string, object?>>(earlier.ToString()) ?? []
            : [];
        events[name] = detail;
        response.Headers["HX-Trigger"] = JsonSerializer.Serialize(events, Ascii);
    }

    /// <summary>Shows a toast: with htmx at once, otherwise, and where <see cref="GoTo"/> follows, on the next page. <paramref name="kind"/> is <c>ok</c>, <c>warn</c> or
    /// <c>bad</c>; <paramref name="text"/> is in the user's language.</summary>
    public static void Notify(this PageModel page, string kind, string text, string? undoUrl = null)
    {
        var notice = new Frames.Notice(kind, text, undoUrl);
        if (page.Request.IsFragment())
        {
            page.Response.Announce("notice", new { kind, text, undoUrl });
            page.HttpContext.Items[typeof(Frames.Notice)] = notice;
            return;
        }

        page.TempData["notice"] = JsonSerializer.Serialize(notice, Ascii);
    }

    /// <summary>Sends the browser to another page of the tenant, with htmx (<c>HX-Redirect</c>) and without.</summary>
    public static Microsoft.AspNetCore.Mvc.IActionResult GoTo(this PageModel page, string path)
    {
        var target = page.Request.PathBase + path;
        if (!page.Request.IsFragment())
        {
            return new Microsoft.AspNetCore.Mvc.LocalRedirectResult(target);
        }

        if (page.HttpContext.Items[typeof(Frames.Notice)] is Frames.Notice notice)
        {
            page.TempData["notice"] = JsonSerializer.Serialize(notice, Ascii); // the page that is left would show it to nobody
        }

        page.Response.Headers["HX-Redirect"] = target;
        return new Microsoft.AspNetCore.Mvc.EmptyResult();
    }

    /// <summary>Ends a form that was saved: in the dialog it closes and the page's lists refresh, on a page the browser goes to
    /// <paramref name="path"/>. The toast says <paramref name="text"/>, in the user's language, and offers the way back where there is one.</summary>
    public static Microsoft.AspNetCore.Mvc.IActionResult Saved(this PageModel page, string text, string path, string? undoUrl = null)
    {
        page.Notify("ok", text, undoUrl);
        if (page.Request.IsFragment())
        {
            return new Microsoft.AspNetCore.Mvc.StatusCodeResult(StatusCodes.Status204NoContent);
        }

        return new Microsoft.AspNetCore.Mvc.LocalRedirectResult(page.Request.PathBase + path);
    }

    /// <summary>Answers the form again with its errors, 422.</summary>
    public static PageResult Invalid(this PageModel page)
    {
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Page();
    }

    /// <summary>Puts a broken rule at the field it is about, where <paramref name="prefix"/> ("Form") has it; at the form otherwise.</summary>
    public static void AddRule(this PageModel page, string prefix, RuleBrokenException broken, Microsoft.Extensions.Localization.IStringLocalizer texts)
    {
        var field = broken.Field is { Length: > 0 } name ? prefix + "." + char.ToUpperInvariant(name[0]) + name[1..] : "";
        page.ModelState.AddModelError(field, texts[broken.Key, [.. broken.Args]].Value);
    }
}
