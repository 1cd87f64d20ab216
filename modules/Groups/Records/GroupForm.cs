using System.ComponentModel.DataAnnotations;
using ClientSuite.Values;

namespace ClientSuite.Groups;

/// <summary>What people fill in about a group, on the page and over the API.</summary>
internal sealed record GroupForm
{
    [Required, MaxLength(ClientGroup.NameLength)]
    public string? Name { get; init; }

    [MaxLength(ClientGroup.ClassificationLength)]
    public string? Classification { get; init; }

    public GroupColor Color { get; init; } = GroupColor.Blue;

    /// <summary>Only for a new group.</summary>
    public GroupKind Kind { get; init; }

    /// <summary>Query of the clients' list, for a group by rule.</summary>
    [MaxLength(ClientGroup.RuleLength)]
    public string? Rule { get; init; }

    /// <summary>Concurrency token of the record that it was read from; 0 for a new one.</summary>
    public int Version { get; init; }

    public static GroupForm Of(ClientGroup group) => new() { Name = group.Name, Classification = group.Classification, Color = group.Color, Kind = group.Kind, Rule = group.Rule, Version = group.Version };

    public string CleanName => TextCleaning.Clean(Name).Trim();

    public string CleanClassification => TextCleaning.Clean(Classification).Trim();
}
