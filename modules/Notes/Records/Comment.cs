using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Notes;

/// <summary>How much something presses.</summary>
internal enum Priority
{
    Low,
    Normal,
    High,
}

/// <summary>A remark in the thread of a client.</summary>
internal sealed class Comment : ContentItem, IClientRecord
{
    public const string RecordType = "Notes.Comment";
    public const int TextLength = 4_000;

    public long ClientId { get; set; }

    [MaxLength(TextLength)]
    public string Text { get; set; } = "";

    public Priority Priority { get; set; } = Priority.Normal;

    /// <summary>True never shows it to the client, whatever the tenant shows (A33).</summary>
    public bool IsPrivate { get; set; } = true;

    public bool IsHighlighted { get; set; }

    public long? HistoryClientId => ClientId;
}
