using System.IO.Compression;

namespace ClientSuite.Spreadsheets;

/// <summary>Whether a ZIP file is a workbook that is safe to unpack, judged from its directory alone.</summary>
internal static class XlsxPackage
{
    private const long MaxUnpackedBytes = 2L * 1024 * 1024 * 1024;
    private const long BytesBelowAnyRatio = 10 * 1024 * 1024;
    private const long MaxRatio = 200;
    private const int MaxEntries = 10_000;

    /// <summary>
    /// Throws for what is no workbook or would unpack beyond the limits. A directory that names too small a size gains nothing:
    /// the runtime's inflater stops there.
    /// </summary>
    public static void Check(Stream file)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaxEntries)
                throw new TableReadException(TableProblem.TooLarge);
            if (zip.GetEntry("[Content_Types].xml") is null || !zip.Entries.Any(IsWorkbookPart))
                throw new TableReadException(TableProblem.NotAWorkbook);

            // Entries that share their bytes are the trick of bombs without a suspicious ratio.
            var unpacked = zip.Entries.Sum(entry => entry.Length);
            var packed = zip.Entries.Sum(entry => entry.CompressedLength);
            if (unpacked > MaxUnpackedBytes || packed > file.Length || zip.Entries.Any(IsOutOfProportion))
                throw new TableReadException(TableProblem.TooLarge);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or EndOfStreamException)
        {
            throw new TableReadException(TableProblem.NotAWorkbook, inner: e);
        }

        file.Position = 0;
    }

    private static bool IsWorkbookPart(ZipArchiveEntry entry) => entry.FullName.Contains("workbook", StringComparison.OrdinalIgnoreCase);

    private static bool IsOutOfProportion(ZipArchiveEntry entry) =>
        entry.Length > BytesBelowAnyRatio && entry.Length / MaxRatio > entry.CompressedLength;
}
