using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Files;

/// <summary>Asks clamd over TCP: <c>INSTREAM</c>, chunks with their length before them, an empty one, then its verdict (clamd's manual, COMMANDS).
/// Without a verdict the file is not taken.</summary>
internal sealed partial class ClamAvScanner(StorageOptions options, ILogger<ClamAvScanner> logger) : IFileScanner
{
    private const int ChunkBytes = 64 * 1024;
    private const string Found = " FOUND";

    public async Task<string?> ScanAsync(Stream content, CancellationToken cancel)
    {
        var clamd = options.ClamAv;
        if (clamd.Host.Length == 0)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        string verdict;
        try
        {
            verdict = await AskAsync(clamd, content, limit);
        }
        catch (Exception away) when (away is SocketException or IOException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Away(logger, clamd.Host, clamd.Port, away.GetBaseException().Message);
            throw NoVerdict();
        }

        if (verdict.EndsWith(": OK", StringComparison.Ordinal))
        {
            return null;
        }

        if (verdict.EndsWith(Found, StringComparison.Ordinal) && verdict.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0)
        {
            return verdict[(at + 2)..^Found.Length];
        }

        // "INSTREAM size limit exceeded. ERROR", or the end of the connection.
        Away(logger, clamd.Host, clamd.Port, verdict);
        throw NoVerdict();
    }

    private static async Task<string> AskAsync(ClamAvOptions clamd, Stream content, CancellationTokenSource limit)
    {
        var patience = TimeSpan.FromSeconds(clamd.TimeoutSeconds);
        limit.CancelAfter(patience);
        using var client = new TcpClient();
        await client.ConnectAsync(clamd.Host, clamd.Port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), limit.Token);
        var chunk = new byte[4 + ChunkBytes];
        try
        {
            for (int read; (read = await content.ReadAsync(chunk.AsMemory(4), limit.Token)) > 0;)
            {
                limit.CancelAfter(patience); // each chunk has the time anew
                BinaryPrimitives.WriteInt32BigEndian(chunk, read);
                await stream.WriteAsync(chunk.AsMemory(0, 4 + read), limit.Token);
            }

            await stream.WriteAsync(new byte[4], limit.Token);
        }
        catch (IOException)
        {
            // It may have said why before it hung up.
        }

        limit.CancelAfter(patience);
        return await ReadAsync(stream, limit.Token);
    }

    /// <summary>Up to the zero that ends an answer, or to the connection's end.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var answer = new byte[1024];
        var length = 0;
        for (int read; length < answer.Length && (read = await stream.ReadAsync(answer.AsMemory(length), cancel)) > 0;)
        {
            length += read;
            if (answer[length - 1] == 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n');
    }

    private static FileRefusedException NoVerdict() => new(StatusCodes.Status503ServiceUnavailable, "storage.scannerAway");

    [LoggerMessage(LogLevel.Warning, "The virus scanner at {Host}:{Port} gave no verdict: {Reason}")]
    private static partial void Away(ILogger logger, string host, int port, string reason);
}
