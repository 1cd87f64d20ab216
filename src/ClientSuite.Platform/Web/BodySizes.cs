using ClientSuite.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ClientSuite.Web;

/// <summary>Lets what takes files read as much as the installation allows, and refuses what is announced as larger than the others take. Stands before
/// the antiforgery check, which reads forms whole.</summary>
internal sealed class BodySizes(RequestDelegate next, InstallationOptions options)
{
    /// <summary>Most that a request has without files: a form's longest value, or some hundred thousand ids.</summary>
    public const long WithoutFiles = 4 * 1024 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesFilesAttribute>() is not null)
        {
            if (limit is { IsReadOnly: false })
            {
                limit.MaxRequestBodySize = options.MaxUploadBytes;
            }
        }
        else if (context.Request.ContentLength > limit?.MaxRequestBodySize)
        {
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        return next(context);
    }
}
