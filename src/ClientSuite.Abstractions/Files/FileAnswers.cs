using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ClientSuite.Files;

/// <summary>Answers with a stored file. Bytes go from the storage to the caller as they are read: close the database's connection before.</summary>
public static class FileAnswers
{
    /// <summary>A preview runs nothing and is framed by the tenant's own pages alone. The browser's PDF viewer is an object of its own.</summary>
    private const string PreviewPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

    /// <summary>The file itself, to keep; not found without content.</summary>
    public static IResult Keep(HttpContext context, Stream? content, string name, string contentType, string sha256) =>
        content is null ? Problems.NotFound(context) : Results.Stream(content, contentType, name, entityTag: Tag(sha256), enableRangeProcessing: content.CanSeek);

    /// <summary>The file to look at, of a type that <see cref="FileTypes.CanPreview"/>; not found without content.</summary>
    public static IResult Show(HttpContext context, Stream? content, string name, string contentType, string sha256)
    {
        if (content is null)
        {
            return Problems.NotFound(context);
        }

        var inline = new ContentDispositionHeaderValue("inline");
        inline.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = inline.ToString();
        context.Response.Headers.ContentSecurityPolicy = PreviewPolicy;
        return Results.Stream(content, contentType, entityTag: Tag(sha256), enableRangeProcessing: content.CanSeek);
    }

    private static EntityTagHeaderValue Tag(string sha256) => new($"\"{sha256}\"");
}
