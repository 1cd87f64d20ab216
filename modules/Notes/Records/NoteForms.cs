using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Tenancy;
using ClientSuite.Values;

namespace ClientSuite.Notes;

/// <summary>What people fill in, on the page and over the API; knows how to become the record.</summary>
internal interface INoteForm<in TRecord>
{
    /// <summary>Concurrency token of the record that it was read from; 0 for a new one.</summary>
    int Version { get; }

    void Apply(TRecord record, TenantClock clock);
}

/// <summary>A note (004-59 to 004-63).</summary>
internal sealed record NoteForm : INoteForm<InternalNote>
{
    [MaxLength(60)]
    public string? Category { get; init; }

    [MaxLength(300)]
    public string? Keywords { get; init; }

    public DateOnly? RecordDate { get; init; }

    [Required, MaxLength(InternalNote.TextLength)]
    public string? Text { get; init; }

    public bool IsPinned { get; init; }

    public int Version { get; init; }

    public static NoteForm Of(InternalNote n) => new() { Category = n.Category, Keywords = n.Keywords, RecordDate = n.RecordDate, Text = n.Text, IsPinned = n.IsPinned, Version = n.Version };

    public void Apply(InternalNote record, TenantClock clock)
    {
        record.Category = Texts.Clean(Category);
        record.Keywords = string.Join(", ", Texts.Clean(Keywords).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase));
        record.RecordDate = RecordDate ?? record.RecordDate ?? clock.Today;
        record.Text = Texts.Clean(Text);
        record.IsPinned = IsPinned;
        record.DisplayText = Texts.Title(record.Text);
    }
}

/// <summary>A comment (004-64 to 004-68).</summary>
internal sealed record CommentForm : INoteForm<Comment>
{
    [Required, MaxLength(Comment.TextLength)]
    public string? Text { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    public bool IsPrivate { get; init; } = true;

    public bool IsHighlighted { get; init; }

    public int Version { get; init; }

    public static CommentForm Of(Comment c) => new() { Text = c.Text, Priority = c.Priority, IsPrivate = c.IsPrivate, IsHighlighted = c.IsHighlighted, Version = c.Version };

    public void Apply(Comment record, TenantClock clock)
    {
        record.Text = Texts.Clean(Text);
        record.Priority = Priority;
        record.IsPrivate = IsPrivate;
        record.IsHighlighted = IsHighlighted;
        record.DisplayText = Texts.Title(record.Text);
    }
}

/// <summary>An alert (004-86 to 004-90).</summary>
internal sealed record AlertForm : INoteForm<ClientAlert>
{
    public AlertType Type { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    [Required, MaxLength(ClientAlert.TextLength)]
    public string? Description { get; init; }

    public bool IsActive { get; init; } = true;

    public int Version { get; init; }

    public static AlertForm Of(ClientAlert a) => new() { Type = a.Type, Priority = a.Priority, Description = a.Description, IsActive = a.IsActive, Version = a.Version };

    public void Apply(ClientAlert record, TenantClock clock)
    {
        record.Type = Type;
        record.Priority = Priority;
        record.Description = Texts.Clean(Description);
        record.IsActive = IsActive;
        record.DisplayText = Texts.Title(record.Description);
    }
}

internal static class Texts
{
    private const int TitleLength = 80;

    /// <summary>Fit to be stored, with line ends as one character.</summary>
    public static string Clean(string? text) => TextCleaning.Clean(text).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The first line, cut between characters that people see.</summary>
    public static string Title(string text)
    {
        var line = text.Split('\n')[0];
        var elements = StringInfo.ParseCombiningCharacters(line);
        return elements.Length <= TitleLength ? line : line[..elements[TitleLength - 1]] + "…";
    }
}
