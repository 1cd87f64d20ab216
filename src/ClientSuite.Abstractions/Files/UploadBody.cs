using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ClientSuite.Files;

/// <summary>A file in a request of the API, read as it comes: the body itself, named by <c>?name=</c>, or the first file of a multipart form.</summary>
/// <param name="Name">What it is called; empty where nobody said so.</param>
/// <param name="Content">The bytes, to be read once.</param>
/// <param name="Announced">How many they are said to be; null for unknown.</param>
public readonly record struct UploadBody(string? Name, Stream Content, long? Announced)
{
    /// <summary>Null where there is no file. The form's other fields are not read: they stand in the address.</summary>
    /// <exception cref="FileRefusedException">The body says that it is something else than a file.</exception>
    public static async Task<UploadBody?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.HasJsonContentType() || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new FileRefusedException(StatusCodes.Status415UnsupportedMediaType, "storage.contentType");
        }

        var given = request.Query["name"].ToString();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new UploadBody(given, request.Body, request.ContentLength);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new InvalidDataException("The form names no boundary.");
        }

        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                return new UploadBody(given.Length > 0 ? given : file.FileName, section.Body, null);
            }
        }

        return null;
    }
}
