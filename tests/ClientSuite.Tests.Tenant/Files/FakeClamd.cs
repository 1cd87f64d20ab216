using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClientSuite.Tests.Files;

/// <summary>Speaks clamd's protocol on loopback: INSTREAM in chunks, a verdict that ends in a zero. Finds EICAR's test file.</summary>
internal sealed class FakeClamd : IDisposable
{
    private static readonly byte[] Eicar = Encoding.ASCII.GetBytes("EICAR-STANDARD-ANTIVIRUS-TEST-FILE");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Fault _fault;

    public FakeClamd(Fault fault = Fault.None)
    {
        _fault = fault;
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>What goes wrong.</summary>
    public enum Fault
    {
        None,

        /// <summary>Takes everything and never answers.</summary>
        Silent,

        /// <summary>Hangs up in the middle of the file.</summary>
        HangsUp,

        /// <summary>Its StreamMaxLength is 16 bytes.</summary>
        TooSmall,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes of the files scanned so far.</summary>
    public long Scanned { get; private set; }

    /// <summary>Nobody answers the port any more.</summary>
    public void Stop() => _listener.Stop();

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_over.Token));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var command = new byte[10];
            await stream.ReadExactlyAsync(command, _over.Token);
            if (!command.AsSpan().SequenceEqual("zINSTREAM\0"u8))
            {
                await stream.WriteAsync("UNKNOWN COMMAND\0"u8.ToArray(), _over.Token);
                return;
            }

            using var content = new MemoryStream();
            var length = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(length, _over.Token);
                var size = BinaryPrimitives.ReadInt32BigEndian(length);
                if (size == 0)
                {
                    break;
                }

                var chunk = new byte[size];
                await stream.ReadExactlyAsync(chunk, _over.Token);
                content.Write(chunk);
                if (_fault == Fault.HangsUp)
                {
                    return;
                }

                if (_fault == Fault.TooSmall && content.Length > 16)
                {
                    await stream.WriteAsync("INSTREAM size limit exceeded. ERROR\0"u8.ToArray(), _over.Token);
                    return;
                }
            }

            Scanned += content.Length;
            if (_fault == Fault.Silent)
            {
                await Task.Delay(Timeout.Infinite, _over.Token);
            }

            var found = content.ToArray().AsSpan().IndexOf(Eicar) >= 0;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(found ? "stream: Win.Test.EICAR_HDB-1 FOUND\0" : "stream: OK\0"), _over.Token);
        }
    }
}
