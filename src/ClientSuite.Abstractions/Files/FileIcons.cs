namespace ClientSuite.Files;

/// <summary>Pictures of files.</summary>
public static class FileIcons
{
    /// <summary>Icon of the sprite for a type by content.</summary>
    public static string Of(string contentType) => contentType switch
    {
        FileTypes.Pdf => "file-description",
        FileTypes.Text or "application/rtf" => "file-text",
        FileTypes.Zip or "application/gzip" or "application/vnd.rar" or "application/x-7z-compressed" => "file-zip",
        _ when contentType.StartsWith("image/", StringComparison.Ordinal) => "photo",
        _ when contentType.Contains("spreadsheet", StringComparison.Ordinal) => "file-spreadsheet",
        _ when contentType.Contains("wordprocessing", StringComparison.Ordinal) || contentType.Contains("opendocument.text", StringComparison.Ordinal) => "file-text",
        _ when contentType.StartsWith("video/", StringComparison.Ordinal) => "video",
        _ => "file",
    };
}
