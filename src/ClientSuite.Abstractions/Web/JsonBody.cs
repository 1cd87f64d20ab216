using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>JSON that a caller of the API sends.</summary>
public static class JsonBody
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body as text; null where it is no JSON by its own word, or no UTF-8: answer <see cref="Unreadable"/>.</summary>
    /// <exception cref="BadHttpRequestException">It has more than <paramref name="most"/> bytes.</exception>
    public static async Task<string?> ReadAsync(HttpContext context, int most, CancellationToken cancel)
    {
        if (!context.Request.HasJsonContentType())
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(chunk, cancel)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > most)
            {
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        try
        {
            return Utf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The answer to a body that cannot be read: 415 where it is no JSON by its own word, else 400.</summary>
    public static IResult Unreadable(HttpContext context) =>
        context.Request.HasJsonContentType() ? Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail") : Problems.Of(context, StatusCodes.Status415UnsupportedMediaType, "error.415.detail");

    /// <summary>A body as a form; null where it is none.</summary>
    public static T? Parse<T>(string body, JsonSerializerOptions json) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A form with the members of a merge patch (RFC 7396; a form's own members are replaced whole): one that is null is as if it had never been filled in.
    /// Null where the patch is no object, or does not fit.</summary>
    public static T? Patched<T>(T form, string patch, JsonSerializerOptions json) where T : class
    {
        try
        {
            using var changes = JsonDocument.Parse(patch, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (changes.RootElement.ValueKind != JsonValueKind.Object || JsonSerializer.SerializeToNode(form, json) is not JsonObject whole)
            {
                return null;
            }

            foreach (var member in changes.RootElement.EnumerateObject())
            {
                whole.Remove(member.Name);
                if (member.Value.ValueKind != JsonValueKind.Null)
                {
                    whole[member.Name] = JsonSerializer.SerializeToNode(member.Value, json);
                }
            }

            return whole.Deserialize<T>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
