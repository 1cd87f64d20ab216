using System.IO.Compression;
using System.Text;

namespace ClientSuite.Files;

/// <summary>Types of files by their content. What a name says is never asked.</summary>
public static class FileTypes
{
    /// <summary>Bytes at the beginning that <see cref="Detect"/> needs.</summary>
    public const int HeadBytes = 4096;

    /// <summary>Unknown.</summary>
    public const string Binary = "application/octet-stream";

    /// <summary>PNG.</summary>
    public const string Png = "image/png";

    /// <summary>JPEG.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>WebP.</summary>
    public const string WebP = "image/webp";

    /// <summary>GIF.</summary>
    public const string Gif = "image/gif";

    /// <summary>PDF.</summary>
    public const string Pdf = "application/pdf";

    /// <summary>Any text: HTML, SVG and scripts too, so that no browser runs them.</summary>
    public const string Text = "text/plain";

    /// <summary>A program of any system.</summary>
    public const string Program = "application/x-executable";

    /// <summary>A ZIP file that is no document.</summary>
    public const string Zip = "application/zip";

    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";

    /// <summary>True for what a browser shows by itself and safely.</summary>
    public static bool CanPreview(string contentType) => contentType is Png or Jpeg or WebP or Gif or Pdf;

    /// <summary>True for the images that a browser shows.</summary>
    public static bool IsImage(string contentType) => contentType is Png or Jpeg or WebP or Gif;

    /// <summary>The type of a file.</summary>
    /// <param name="head">Its first bytes, <see cref="HeadBytes"/> or all.</param>
    public static string Detect(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => Gif,
        _ when head.StartsWith("RIFF"u8) && At(head, 8, "WEBP"u8) => WebP,
        _ when head.StartsWith("RIFF"u8) && At(head, 8, "WAVE"u8) => "audio/wav",
        _ when head.StartsWith("%PDF-"u8) => Pdf,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => OfZip(head),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => "application/x-ole-storage",
        _ when head.StartsWith("{\\rtf"u8) => "application/rtf",
        [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'#', (byte)'!', ..] => Program,
        [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => Program,
        _ when At(head, 4, "ftyp"u8) => OfBoxes(head),
        _ when head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) => "image/tiff",
        _ when head.StartsWith("BM"u8) && head.Length > 26 && At(head, 6, "\0\0\0\0"u8) => "image/bmp",
        _ when head.StartsWith("ID3"u8) || head is [0xFF, 0xFB or 0xF3 or 0xF2, ..] => "audio/mpeg",
        _ when head.StartsWith("OggS"u8) => "audio/ogg",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [0x1F, 0x8B, ..] => "application/gzip",
        _ when head.StartsWith("Rar!\x1A\x07"u8) => "application/vnd.rar",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => "application/x-7z-compressed",
        _ when IsText(head) => Text,
        _ => Binary,
    };

    /// <summary>The type of a whole file: as <see cref="Detect"/>, and office documents told apart by what their ZIP file holds.</summary>
    public static string DetectFile(ReadOnlySpan<byte> head, string path)
    {
        var type = Detect(head);
        if (type != Zip)
        {
            return type;
        }

        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.GetEntry("[Content_Types].xml") is null ? Zip
                : zip.GetEntry("word/document.xml") is not null ? OpenXml + "wordprocessingml.document"
                : zip.GetEntry("xl/workbook.xml") is not null ? OpenXml + "spreadsheetml.sheet"
                : zip.GetEntry("ppt/presentation.xml") is not null ? OpenXml + "presentationml.presentation"
                : Zip;
        }
        catch (InvalidDataException)
        {
            return Binary; // begins like a ZIP file and is none
        }
    }

    /// <summary>OpenDocument writes its type first, uncompressed.</summary>
    private static string OfZip(ReadOnlySpan<byte> head)
    {
        if (!At(head, 30, "mimetypeapplication/vnd.oasis.opendocument."u8))
        {
            return Zip;
        }

        var type = head[38..Math.Min(head.Length, 38 + 70)];
        var end = type.IndexOfAnyExcept(System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz./-"u8));
        return Encoding.ASCII.GetString(end < 0 ? type : type[..end]);
    }

    private static string OfBoxes(ReadOnlySpan<byte> head) =>
        At(head, 8, "heic"u8) || At(head, 8, "heix"u8) || At(head, 8, "mif1"u8) ? "image/heic"
        : At(head, 8, "avif"u8) ? "image/avif"
        : At(head, 8, "M4A "u8) ? "audio/mp4"
        : At(head, 8, "qt  "u8) ? "video/quicktime"
        : "video/mp4";

    private static bool At(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> mark) => head.Length >= at + mark.Length && head.Slice(at, mark.Length).SequenceEqual(mark);

    /// <summary>No byte that a text of any encoding with one-byte letters lacks.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var b in head)
        {
            if (b is < 0x20 and not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B) or 0x7F)
            {
                return false;
            }
        }

        return head.Length > 0;
    }
}
