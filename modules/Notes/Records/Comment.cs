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

/// <summary>A remark in the thread of a client, or of any other record.</summary>
internal sealed class Comment : ContentItem, IClientRecord
{
    public const string TypeName = "Notes.Comment";
    public const int TextLength = 4_000;

    /// <summary>The client, or the client of the record; 0 for a record without one.</summary>
    public long ClientId { get; set; }

    /// <summary>Type of the record that it is about, as the history names it; empty for the client itself.</summary>
    [NoHistory, MaxLength(80)]
    public string RecordType { get; init; } = "";

    [NoHistory]
    public long RecordId { get; init; }

    [MaxLength(TextLength)]
    public string Text { get; set; } = "";

    public Priority Priority { get; set; } = Priority.Normal;

    /// <summary>True never shows it to the client, whatever the tenant shows (A33).</summary>
    public bool IsPrivate { get; set; } = true;

    public bool IsHighlighted { get; set; }

    public long? HistoryClientId => ClientId == 0 ? null : ClientId;
}
