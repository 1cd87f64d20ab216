using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.LoginAs;

/// <summary>A page of the user in person: password, second factor, sessions, other accounts. Who is logged in as the user goes home from it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class InPersonAttribute : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        if (services.GetRequiredService<PortalAccount>().ActorName is null || context.HandlerInstance is not PageModel page)
        {
            await next();
            return;
        }

        page.Notify("bad", services.GetRequiredService<IStringLocalizer>()["clientusers.loginAs.notHere"].Value);
        context.Result = page.GoTo(PortalAccess.Path);
    }
}
