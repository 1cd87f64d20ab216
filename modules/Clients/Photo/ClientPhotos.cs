using System.Globalization;
using ClientSuite.Files;
using ClientSuite.History;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Clients;

/// <summary>Photos of clients: read strictly, stripped of metadata, stored (002-38 to 002-40).</summary>
internal sealed class ClientPhotos(IFileIntake intake, IFileStorage storage, IHistory history)
{
    /// <summary>Area of the storage.</summary>
    public const string Area = "photos";

    /// <summary>300 KiB (A23).</summary>
    public const int MaxBytes = 307_200;

    /// <summary>Checks and stores an image; its key, for <see cref="ShowAsync"/>.</summary>
    /// <exception cref="FileRefusedException">Too large, or no PNG, JPEG or WebP by its content.</exception>
    public async Task<StoredPhoto> StoreAsync(Stream content, long? announced, CancellationToken cancel)
    {
        if (announced > MaxBytes)
        {
            throw TooLarge(announced.Value);
        }

        var bytes = new byte[MaxBytes + 1];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        if (length > MaxBytes)
        {
            throw TooLarge(announced ?? length);
        }

        var image = SafeImage.Read(bytes.AsSpan(0, length)) ?? throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "clients.photo.error.type");
        using var clean = new MemoryStream(image.Bytes, writable: false);
        await using var draft = await intake.ReceiveAsync(clean, image.Bytes.Length, cancel);
        await storage.SaveAsync(Area, draft, cancel);
        return new StoredPhoto(draft.Key, string.Create(CultureInfo.InvariantCulture, $"{image.Width} × {image.Height}, {image.ContentType}"));
    }

    /// <summary>Gives a client a stored photo, or none, in the next save; its history says so.</summary>
    public async Task ShowAsync(Client client, StoredPhoto? photo, CancellationToken cancel)
    {
        if (photo is null && client.PhotoKey.Length == 0)
        {
            return;
        }

        client.MustBeSomebody();
        var had = client.PhotoKey.Length > 0;
        client.ShowPhoto(photo?.Key ?? "");
        var entry = await history.AddAsync("updated", Client.RecordType, client.Id, client.TradeName, client.Id, cancel);
        history.AddLine(entry, "photo", had ? "…" : null, photo?.Description);
    }

    /// <summary>The photo, or null where it is not there.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancel) => storage.OpenAsync(Area, key, cancel);

    /// <summary>Path of a photo below the tenant. The key changes with the photo, so a browser may keep it for ever; null for none.</summary>
    public static string? PathOf(long clientId, string key) => key.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"/admin/clients/{clientId}/photo/{key}");

    private static FileRefusedException TooLarge(long bytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "clients.photo.error.size", (bytes + 1023) / 1024 + "\u00A0KB");
}

/// <summary>A photo in the storage.</summary>
internal sealed record StoredPhoto(string Key, string Description);
