using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ClientSuite.Benchmarks;

/// <summary>A plain HTTP/1.1 load over keep-alive connections: cheaper than a full client, so that two cores measure the server.</summary>
internal static class Load
{
    /// <summary>Sends requests for a time from each connection; the request of number n is made by <paramref name="make"/>.</summary>
    public static async Task<LoadResult> RunAsync(int port, int connections, TimeSpan time, Func<int, byte[]> make)
    {
        var clock = Stopwatch.StartNew();
        var number = -1;
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() =>
        {
            using var connection = new Connection(port);
            var latencies = new List<double>();
            var failures = 0;
            while (clock.Elapsed < time)
            {
                var started = Stopwatch.GetTimestamp();
                var status = connection.Send(make(Interlocked.Increment(ref number)));
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                failures += status is >= 200 and < 300 ? 0 : 1;
            }

            return (latencies, failures);
        })));
        return new LoadResult([.. results.SelectMany(r => r.latencies).Order()], clock.Elapsed, results.Sum(r => r.failures));
    }

    public static byte[] Get(string path, string token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n\r\n");

    /// <summary>A page's fragment, or the whole page, as the signed-in browser asks for it.</summary>
    public static byte[] GetPage(string path, string cookie, bool isWhole = false) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept-Encoding: br\r\n{(isWhole ? "" : "HX-Request: true\r\n")}\r\n");

    public static byte[] Post(string path, string token, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[1 << 17];
        private int _start;
        private int _end;

        public Connection(int port) => _socket.Connect("127.0.0.1", port);

        public int Send(byte[] request)
        {
            _socket.Send(request);
            var head = ReadHead();
            var status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            var length = Header(head, "Content-Length: ");
            if (length is not null)
            {
                Skip(int.Parse(length, CultureInfo.InvariantCulture));
            }
            else if (Header(head, "Transfer-Encoding: ") is not null)
            {
                SkipChunks();
            }

            return status;
        }

        public void Dispose() => _socket.Dispose();

        private string ReadHead()
        {
            var text = new StringBuilder();
            while (true)
            {
                var line = ReadLine();
                if (line.Length == 0)
                {
                    return text.ToString();
                }

                text.Append(line).Append("\r\n");
            }
        }

        private static string? Header(string head, string name)
        {
            var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            return at < 0 ? null : head[(at + name.Length)..head.IndexOf("\r\n", at, StringComparison.Ordinal)];
        }

        private void SkipChunks()
        {
            while (int.Parse(ReadLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                Skip(size);
                ReadLine();
            }

            ReadLine();
        }

        private string ReadLine()
        {
            while (true)
            {
                var at = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
                if (at >= 0)
                {
                    var line = Encoding.ASCII.GetString(_buffer, _start, at);
                    _start += at + 2;
                    return line;
                }

                Fill();
            }
        }

        private void Skip(int count)
        {
            while (count > 0)
            {
                var here = Math.Min(count, _end - _start);
                _start += here;
                count -= here;
                if (count > 0)
                {
                    Fill();
                }
            }
        }

        private void Fill()
        {
            if (_start == _end)
            {
                _start = _end = 0;
            }
            else if (_end == _buffer.Length)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            var read = _socket.Receive(_buffer.AsSpan(_end));
            _end += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
    }
}

/// <summary>What a load measured; latencies ascend.</summary>
internal sealed record LoadResult(double[] Latencies, TimeSpan Time, int Failures)
{
    public double PerSecond => Failures == 0 ? Latencies.Length / Time.TotalSeconds : 0;

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    private double At(double part) => Failures > 0 ? double.PositiveInfinity : Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * part))];
}
