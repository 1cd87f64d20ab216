using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>A broken rule, or a file that is not taken, becomes a notice on a page: with htmx 409 (the file's own status) and a toast, otherwise back to the page it came from. Around the
/// handler and no exception filter: after one of those the notice would be stored as late as the answer starts, outside the tenant
/// whose key protects it.</summary>
internal sealed class RuleBrokenFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed.ExceptionHandled)
        {
            return;
        }

        executed.Result = executed.Exception switch
        {
            RuleBrokenException broken => Answer(context.HttpContext, StatusCodes.Status409Conflict, broken.Key, broken.Args),
            Files.FileRefusedException file => Answer(context.HttpContext, file.Status, file.Key, file.Args),
            _ => executed.Result,
        };
        executed.ExceptionHandled = executed.Exception is RuleBrokenException or Files.FileRefusedException;
    }

    private static ActionResult Answer(HttpContext context, int status, string key, IReadOnlyList<object> args)
    {
        var request = context.Request;
        var text = context.RequestServices.GetRequiredService<IStringLocalizer>()[key, [.. args]].Value;
        if (request.IsFragment())
        {
            context.Response.Announce("notice", new { kind = "bad", text });
            return new StatusCodeResult(status);
        }

        var notes = context.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context);
        notes["notice"] = JsonSerializer.Serialize(new Frames.Notice("bad", text));
        return new LocalRedirectResult(request.PathBase + request.Path + request.QueryString);
    }
}
