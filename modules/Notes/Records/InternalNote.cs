using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Notes;

/// <summary>What the team writes down about a client. The client never sees it (000-58).</summary>
internal sealed class InternalNote : ContentItem, IClientRecord, ISearchable
{
    public const string RecordType = "Notes.Note";
    public const int TextLength = 20_000;

    public long ClientId { get; set; }

    [MaxLength(60)]
    public string Category { get; set; } = "";

    /// <summary>Words to find it by, with commas.</summary>
    [MaxLength(300)]
    public string Keywords { get; set; } = "";

    /// <summary>The day that it is about, in the tenant's time.</summary>
    public DateOnly? RecordDate { get; set; }

    [MaxLength(TextLength)]
    public string Text { get; set; } = "";

    /// <summary>True shows it on the client's overview.</summary>
    public bool IsPinned { get; set; }

    public long? HistoryClientId => ClientId;

    public IReadOnlyList<string> Words => Keywords.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public SearchText GetSearchText() => new(DisplayText, [Category, Keywords, Text]);
}
