using System.Buffers;
using System.Security.Cryptography;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Files;

internal sealed class FileIntake(ITenantFiles files, StorageOptions options, TenantContext tenant, TimeProvider time, IEnumerable<IFileScanner> scanners) : IFileIntake
{
    private const int BufferBytes = 64 * 1024;

    public FileLimits Limits => options.LimitsOf(tenant.Name);

    public async Task<FileDraft> ReceiveAsync(Stream content, long maxBytes, CancellationToken cancel)
    {
        var key = PublicId.New(time);
        var path = files.PathFor("drafts", key);
        try
        {
            var draft = await WriteAsync(content, key, path, Math.Min(maxBytes, Limits.MaxFileBytes), cancel);
            if (draft.ContentType == FileTypes.Program)
            {
                throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "storage.program");
            }

            foreach (var scanner in scanners)
            {
                await using var scanned = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, useAsync: true);
                if (await scanner.ScanAsync(scanned, cancel) is { } virus)
                {
                    throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "storage.infected", virus);
                }
            }

            return draft;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task<FileDraft> WriteAsync(Stream content, string key, string path, long maxBytes, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var head = new byte[FileTypes.HeadBytes];
        long size = 0;
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; size += read)
                {
                    if (size + read > maxBytes)
                    {
                        throw TooLarge(maxBytes);
                    }

                    if (size < head.Length)
                    {
                        buffer.AsSpan(0, (int)Math.Min(read, head.Length - size)).CopyTo(head.AsSpan((int)size));
                    }

                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (size == 0)
        {
            throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "storage.empty");
        }

        var type = FileTypes.DetectFile(head.AsSpan(0, (int)Math.Min(size, head.Length)), path);
        return new FileDraft(key, path, size, Convert.ToHexStringLower(hash.GetHashAndReset()), type);
    }

    private static FileRefusedException TooLarge(long maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "storage.tooLarge", FileSizes.Text(maxBytes));
}
