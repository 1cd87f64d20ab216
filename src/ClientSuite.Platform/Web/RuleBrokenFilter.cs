using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>A broken rule on a page becomes a notice: with htmx 409 and a toast, otherwise back to the page it came from.</summary>
internal sealed class RuleBrokenFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not RuleBrokenException broken)
        {
            return;
        }

        var request = context.HttpContext.Request;
        var text = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer>()[broken.Key, [.. broken.Args]].Value;
        if (request.IsFragment())
        {
            context.HttpContext.Response.Announce("notice", new { kind = "bad", text });
            context.Result = new StatusCodeResult(StatusCodes.Status409Conflict);
        }
        else
        {
            var notes = context.HttpContext.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context.HttpContext);
            notes["notice"] = JsonSerializer.Serialize(new Frames.Notice("bad", text));
            context.Result = new LocalRedirectResult(request.PathBase + request.Path + request.QueryString);
        }

        context.ExceptionHandled = true;
    }
}
