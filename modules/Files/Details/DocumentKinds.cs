using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Details;

/// <summary>What kind of document a type by content is, as people say it.</summary>
internal static class DocumentKinds
{
    public static string Of(string contentType, IStringLocalizer texts) => contentType switch
    {
        FileTypes.Pdf => "PDF",
        _ when contentType.StartsWith("image/", StringComparison.Ordinal) => texts["files.kind.image", contentType["image/".Length..].ToUpperInvariant()].Value,
        _ => texts[TextOf(contentType)].Value,
    };

    private static string TextOf(string contentType) => contentType switch
    {
        FileTypes.Text => "files.kind.text",
        FileTypes.Zip or "application/gzip" or "application/vnd.rar" or "application/x-7z-compressed" => "files.kind.archive",
        FileTypes.Program => "files.kind.program",
        "application/rtf" => "files.kind.document",
        "application/x-ole-storage" => "files.kind.office",
        _ when contentType.StartsWith("audio/", StringComparison.Ordinal) => "files.kind.audio",
        _ when contentType.StartsWith("video/", StringComparison.Ordinal) => "files.kind.video",
        _ when contentType.Contains("spreadsheet", StringComparison.Ordinal) => "files.kind.spreadsheet",
        _ when contentType.Contains("presentation", StringComparison.Ordinal) => "files.kind.presentation",
        _ when contentType.Contains("wordprocessing", StringComparison.Ordinal) || contentType.Contains("opendocument.text", StringComparison.Ordinal) => "files.kind.document",
        _ => "files.kind.other",
    };
}
