using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Privacy;

/// <summary>What people fill in about a purpose, on the page and over the API.</summary>
internal sealed record PurposeForm
{
    [Required, MaxLength(ConsentPurpose.NameLength)]
    public string? Name { get; init; }

    [Required, MaxLength(ConsentPurpose.TextLength)]
    public string? Text { get; init; }

    public bool IsActive { get; init; } = true;

    public bool IsInPortal { get; init; } = true;

    public bool IsMarketing { get; init; }

    /// <summary>Concurrency token of the record that it was read from; 0 for a new one.</summary>
    public int Version { get; init; }

    public static PurposeForm Of(ConsentPurpose p) => new() { Name = p.Name, Text = p.Text, IsActive = p.IsActive, IsInPortal = p.IsInPortal, IsMarketing = p.IsMarketing, Version = p.Version };

    /// <summary>Takes it over; the new words where they changed, else null.</summary>
    public ConsentText? Apply(ConsentPurpose purpose, DateTime now)
    {
        (purpose.IsActive, purpose.IsInPortal, purpose.IsMarketing) = (IsActive, IsInPortal, IsMarketing);
        return purpose.Describe(Name ?? "", (Text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal), now);
    }
}
