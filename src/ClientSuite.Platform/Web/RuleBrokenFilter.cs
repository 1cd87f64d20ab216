using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>A broken rule on a page becomes a notice: with htmx 409 and a toast, otherwise back to the page it came from. Around the
/// handler and no exception filter: after one of those the notice would be stored as late as the answer starts, outside the tenant
/// whose key protects it.</summary>
internal sealed class RuleBrokenFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed.Exception is RuleBrokenException broken && !executed.ExceptionHandled)
        {
            executed.Result = Answer(context.HttpContext, broken);
            executed.ExceptionHandled = true;
        }
    }

    private static ActionResult Answer(HttpContext context, RuleBrokenException broken)
    {
        var request = context.Request;
        var text = context.RequestServices.GetRequiredService<IStringLocalizer>()[broken.Key, [.. broken.Args]].Value;
        if (request.IsFragment())
        {
            context.Response.Announce("notice", new { kind = "bad", text });
            return new StatusCodeResult(StatusCodes.Status409Conflict);
        }

        var notes = context.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context);
        notes["notice"] = JsonSerializer.Serialize(new Frames.Notice("bad", text));
        return new LocalRedirectResult(request.PathBase + request.Path + request.QueryString);
    }
}
