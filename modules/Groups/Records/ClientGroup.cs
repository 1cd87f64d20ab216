using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Values;

namespace ClientSuite.Groups;

/// <summary>What puts a client into a group. A group keeps its kind.</summary>
internal enum GroupKind
{
    /// <summary>Somebody, one by one.</summary>
    Static,

    /// <summary>A filter of the clients' list: whoever it matches at the moment.</summary>
    Rule,
}

/// <summary>Colours of a group's tag: the theme's <c>tone-</c> classes, each readable on light and dark.</summary>
internal enum GroupColor
{
    Gray,
    Blue,
    Teal,
    Green,
    Amber,
    Red,
    Pink,
    Purple,
}

/// <summary>A group of clients.</summary>
internal sealed class ClientGroup : ContentItem
{
    /// <summary>Type of record in the history: the table's name.</summary>
    public const string RecordType = "Groups.Group";

    public const int NameLength = 80;
    public const int ClassificationLength = 60;
    public const int RuleLength = 2_000;

    [MaxLength(NameLength)]
    public string Name { get; private set; } = "";

    /// <summary>The folded name: no two groups in use have the same.</summary>
    [NoHistory, MaxLength(NameLength)]
    public string NameKey { get; private set; } = "";

    /// <summary>What it is sorted under ("Comercial"); empty for none.</summary>
    [MaxLength(ClassificationLength)]
    public string Classification { get; private set; } = "";

    public GroupColor Color { get; private set; }

    public GroupKind Kind { get; private set; }

    /// <summary>Query of the clients' list whose matches are the group; empty for a static one.</summary>
    [MaxLength(RuleLength)]
    public string Rule { get; private set; } = "";

    public bool IsStatic => Kind == GroupKind.Static;

    /// <summary>Class of its tag.</summary>
    public string Tone => "tone-" + Color.ToString().ToLowerInvariant();

    public static ClientGroup OfClients() => new();

    public static ClientGroup OfRule(string rule) => new() { Kind = GroupKind.Rule, Rule = rule };

    public void Describe(string name, string classification, GroupColor color)
    {
        Name = DisplayText = name;
        NameKey = TextFolding.SortKey(name, NameLength);
        Classification = classification;
        Color = color;
    }

    /// <exception cref="RuleBrokenException">It has no rule.</exception>
    public void ChangeRule(string rule)
    {
        if (IsStatic)
        {
            throw new RuleBrokenException("groups.error.static", Name);
        }

        Rule = rule;
    }

    /// <exception cref="RuleBrokenException">Its rule decides who is in it.</exception>
    public void MustBeStatic()
    {
        if (!IsStatic)
        {
            throw new RuleBrokenException("groups.error.rule", Name);
        }
    }

    public void MoveToTrash(DateTime now) => DeletedUtc ??= now;

    public void Restore() => DeletedUtc = null;
}

/// <summary>A client in a static group.</summary>
internal sealed class GroupMember
{
    public long Id { get; init; }

    public long GroupId { get; init; }

    public long ClientId { get; set; }

    public DateTime AddedUtc { get; init; }
}
