using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClientSuite.Web;

/// <summary>A page's form that is announced as larger than the page takes is 413, before anything of it is read. The antiforgery
/// check, which would read it, says a bare 400.</summary>
internal sealed class BodySizeFilter : IAuthorizationFilter, IOrderedFilter
{
    /// <summary>After the page's own <c>RequestSizeLimit</c> (900), before the antiforgery check (1000).</summary>
    public int Order => 950;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
        }
    }
}
