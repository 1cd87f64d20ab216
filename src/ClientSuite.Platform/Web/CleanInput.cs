using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>Takes U+0000, which PostgreSQL stores nowhere, out of queries and JSON bodies before anybody reads them; of forms
/// <see cref="CleanTextBinderProvider"/> does.</summary>
internal sealed class CleanInput(RequestDelegate next)
{
    private const string Escape = "%00";

    public Task InvokeAsync(HttpContext context)
    {
        // Again and again: %%0000.
        for (var query = context.Request.QueryString.Value; query?.Contains(Escape, StringComparison.Ordinal) == true;)
        {
            query = query.Replace(Escape, "", StringComparison.Ordinal);
            context.Request.QueryString = new QueryString(query);
        }

        if (context.Request.HasJsonContentType())
        {
            context.Request.Body = new CleanJson(context.Request.Body);
        }

        return next(context);
    }
}

/// <summary>JSON in UTF-8 without the escapes of U+0000; unescaped it is no JSON.</summary>
internal sealed class CleanJson(Stream json) : Stream
{
    private readonly byte[] _read = new byte[4 * 1024];
    private readonly byte[] _clean = new byte[4 * 1024 + 8];
    private int _start;
    private int _end;

    /// <summary>How much of an escape the last bytes were; they are written once they turn out to be another.</summary>
    private int _held;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    private static ReadOnlySpan<byte> Escape => @"\u0000"u8;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end)
        {
            var count = await json.ReadAsync(_read, cancellationToken);
            (_start, _end) = (0, 0);
            if (count == 0)
            {
                WriteHeld();
                break;
            }

            foreach (var next in _read.AsSpan(0, count))
            {
                Take(next);
            }
        }

        var length = Math.Min(buffer.Length, _end - _start);
        _clean.AsMemory(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Take(byte next)
    {
        if (next == Escape[_held])
        {
            _held = (_held + 1) % Escape.Length;
            return;
        }

        // A backslash behind a backslash is its second half, and begins nothing.
        WriteHeld();
        _clean[_end++] = next;
    }

    private void WriteHeld()
    {
        Escape[.._held].CopyTo(_clean.AsSpan(_end));
        (_end, _held) = (_end + _held, 0);
    }
}
