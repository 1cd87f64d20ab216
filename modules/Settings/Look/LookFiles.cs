using System.Globalization;
using ClientSuite.Files;
using ClientSuite.Jobs;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Settings.Look;

/// <summary>The tenant's logo and colours, for whoever opens a page or a mail.</summary>
internal static class LookFiles
{
    /// <summary>Area of the storage.</summary>
    public const string Area = "look";

    /// <summary>A logo is small: it stands on every page.</summary>
    public const int MaxLogoBytes = 204_800;

    private const string ForEver = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/theme.css", ColoursAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
        routes.MapGet("/logo/{key}", LogoAsync).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();
    }

    /// <summary>Checks and stores an image; its key.</summary>
    /// <exception cref="FileRefusedException">Too large, or no PNG, JPEG or WebP by its content.</exception>
    public static async Task<string> StoreAsync(IFormFile file, IFileIntake intake, IFileStorage storage, CancellationToken cancel)
    {
        if (file.Length > MaxLogoBytes)
        {
            throw new FileRefusedException(StatusCodes.Status413PayloadTooLarge, "settings.look.error.size");
        }

        var bytes = new byte[file.Length];
        await using (var content = file.OpenReadStream())
        {
            await content.ReadExactlyAsync(bytes, cancel);
        }

        var image = SafeImage.Read(bytes) ?? throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "settings.look.error.type");
        using var clean = new MemoryStream(image.Bytes, writable: false);
        await using var draft = await intake.ReceiveAsync(clean, image.Bytes.Length, cancel);
        await storage.SaveAsync(Area, draft, cancel);
        return draft.Key;
    }

    private static async Task<IResult> ColoursAsync(HttpContext context, ISettings<LookSettings> looks, CancellationToken cancel)
    {
        if (AccentPalette.Css((await looks.GetAsync(cancel)).Accent) is not { } css)
        {
            return Problems.NotFound(context);
        }

        context.Response.Headers.CacheControl = ForEver;
        return Results.Text(css, "text/css");
    }

    private static async Task<IResult> LogoAsync(string key, HttpContext context, ISettings<LookSettings> looks, IFileStorage storage, CancellationToken cancel)
    {
        // A mail that was sent shows the logo of its day only as long as it is the tenant's.
        if ((await looks.GetAsync(cancel)).LogoKey != key || await storage.OpenAsync(Area, key, cancel) is not { } content)
        {
            return Problems.NotFound(context);
        }

        await using (content)
        {
            var bytes = new byte[MaxLogoBytes];
            var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
            context.Response.Headers.CacheControl = ForEver;
            return Results.Bytes(bytes.AsMemory(0, length), FileTypes.Detect(bytes.AsSpan(0, Math.Min(length, FileTypes.HeadBytes))));
        }
    }
}

/// <summary>Takes former logos away.</summary>
internal sealed class CleanLogos(ISettings<LookSettings> looks, IFileCleaning cleaning) : IBackgroundTask
{
    public string Name => "Settings.CleanLogos";

    public string Title => "settings.look.clean";

    public string Schedule => "25 4 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var used = (await looks.GetAsync(cancel)).LogoKey;
        var deleted = await cleaning.CleanAsync(LookFiles.Area, keys => Task.FromResult<List<string>>([.. keys.Where(k => k == used)]), cancel);
        return deleted == 0 ? null : deleted.ToString(CultureInfo.InvariantCulture);
    }
}
