namespace ClientSuite.Spreadsheets;

/// <summary>Tells a workbook from a text file by its first bytes.</summary>
internal sealed class TableReaders : ITableReaders
{
    private static ReadOnlySpan<byte> Zip => [(byte)'P', (byte)'K', 3, 4];

    // Compound File Binary, MS-CFB section 2.2: workbooks of before 2007, and encrypted newer ones.
    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public ITableReader Open(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        Span<byte> start = stackalloc byte[CompoundFile.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith(CompoundFile))
            throw new TableReadException(IsEncrypted(file) ? TableProblem.Encrypted : TableProblem.OldWorkbook);
        return start.StartsWith(Zip) ? new XlsxTableReader(file) : new CsvTableReader(file);
    }

    // The stream that holds the ciphertext: MS-OFFCRYPTO, section 2.3.4.4; its name stands in the directory as UTF-16.
    private static bool IsEncrypted(Stream file)
    {
        var name = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");
        var buffer = new byte[64 * 1024];
        var kept = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var seen = buffer.AsSpan(0, kept + read);
            if (seen.IndexOf(name) >= 0)
                return true;
            kept = Math.Min(seen.Length, name.Length - 1);
            seen[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
