namespace ClientSuite.Notes;

/// <summary>Icons and marks of what is urgent.</summary>
internal static class Marks
{
    public static string Icon(AlertType type) => type switch
    {
        AlertType.Information => "info-circle",
        AlertType.Payment => "cash",
        AlertType.Contract => "file-text",
        AlertType.Health => "heartbeat",
        _ => "alert-triangle",
    };

    /// <summary>Of a strip; null for a plain one.</summary>
    public static string? Strip(Priority priority) => priority switch
    {
        Priority.High => "bad",
        Priority.Normal => "warn",
        _ => null,
    };

    public static string Of(Priority priority) => priority switch
    {
        Priority.High => "bad",
        Priority.Low => "off",
        _ => "info",
    };
}
