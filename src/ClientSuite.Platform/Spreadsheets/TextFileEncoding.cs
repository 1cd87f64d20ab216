using System.Buffers;
using System.Text;

namespace ClientSuite.Spreadsheets;

/// <summary>Reads a text file once to the end to know its encoding for certain, before any row is used.</summary>
internal static class TextFileEncoding
{
    private const int BlockBytes = 64 * 1024;

    private static readonly SearchValues<byte> PlainAscii = SearchValues.Create([.. Enumerable.Range(1, 127).Select(code => (byte)code)]);

    // Not assigned in Windows-1252, or never in a text file.
    private static readonly SearchValues<byte> NotWindows = SearchValues.Create(
        [0x81, 0x8D, 0x8F, 0x90, 0x9D, .. Enumerable.Range(1, 31).Where(code => code is not (9 or 10 or 11 or 12 or 13 or 26)).Select(code => (byte)code)]);

    /// <summary>The encoding, which refuses or never meets wrong bytes; the file stands at its beginning again.</summary>
    public static Encoding Detect(Stream file)
    {
        var encoding = FromMark(file) ?? FromContent(file);
        file.Position = 0;
        return encoding;
    }

    private static Encoding? FromMark(Stream file)
    {
        file.Position = 0;
        Span<byte> mark = stackalloc byte[2];
        var length = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        return mark[..length] switch
        {
            [0xFF, 0xFE] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => null,
        };
    }

    private static Encoding FromContent(Stream file)
    {
        file.Position = 0;
        var scan = new Scan();
        var buffer = new byte[BlockBytes];
        var kept = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var used = scan.Take(buffer.AsSpan(0, kept + read), isLast: false);
            kept = kept + read - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
        }

        scan.Take(buffer.AsSpan(0, kept), isLast: true);
        if (scan.NulLine is not null)
            throw new TableReadException(TableProblem.Nul, scan.NulLine);
        if (scan.InvalidLine is null)
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

        // A Windows-1252 text has hardly a pair of bytes that is UTF-8 by chance; a file with many is UTF-8 that was damaged.
        if (scan.HasMark || scan.HasNonWindowsByte || scan.ValidSequences >= scan.InvalidBytes)
            throw new TableReadException(TableProblem.Encoding, scan.InvalidLine);
        return CodePagesEncodingProvider.Instance.GetEncoding(1252)!; // always in this provider
    }

    private sealed class Scan
    {
        private long _line = 1;
        private bool _started;

        public bool HasMark { get; private set; }

        public long? NulLine { get; private set; }

        public long? InvalidLine { get; private set; }

        public long ValidSequences { get; private set; }

        public long InvalidBytes { get; private set; }

        public bool HasNonWindowsByte { get; private set; }

        /// <summary>How many bytes were judged; fewer than given when a sequence goes on in the next block.</summary>
        public int Take(ReadOnlySpan<byte> block, bool isLast)
        {
            if (!_started && block.Length > 0)
            {
                _started = true;
                HasMark = block.StartsWith(Encoding.UTF8.Preamble);
            }

            HasNonWindowsByte = HasNonWindowsByte || block.ContainsAny(NotWindows);
            var rest = block;
            while (rest.IndexOfAnyExcept(PlainAscii) is >= 0 and var plain)
            {
                Count(rest[..plain]);
                rest = rest[plain..];
                if (rest[0] == 0)
                {
                    NulLine ??= _line;
                    rest = rest[1..];
                    continue;
                }

                var status = Rune.DecodeFromUtf8(rest, out _, out var length);
                if (status == OperationStatus.NeedMoreData && !isLast)
                    return block.Length - rest.Length;
                if (status == OperationStatus.Done)
                    ValidSequences++;
                else
                    NoteInvalid(length);
                rest = rest[length..];
            }

            Count(rest);
            return block.Length;
        }

        private void NoteInvalid(int length)
        {
            InvalidLine ??= _line;
            InvalidBytes += length;
        }

        private void Count(ReadOnlySpan<byte> text) => _line += text.Count((byte)'\n');
    }
}
