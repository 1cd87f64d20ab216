using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClientSuite.Web;

/// <summary>A page's form that is larger than the page takes is 413: before anything of it is read where its length is announced,
/// else at the limit. The antiforgery check, which would read it, says a bare 400.</summary>
internal sealed class BodySizeFilter : IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>After the page's own <c>RequestSizeLimit</c> (900), before the antiforgery check (1000).</summary>
    public int Order => 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Request is { ContentLength: null, HasFormContentType: true })
        {
            await ReadAsync(http);
        }
    }

    private static async Task ReadAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }))
        {
            // No form at all: the antiforgery check refuses it.
        }
    }
}
