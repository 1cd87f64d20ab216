using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>What the tenant asks consent for, with the words that are shown. New words are a new version: a consent says which it was given to.</summary>
internal sealed class ConsentPurpose : ContentItem
{
    public const string RecordType = "Privacy.Purpose";
    public const int NameLength = 120;
    public const int TextLength = 4_000;

    [MaxLength(NameLength)]
    public string Name { get; private set; } = "";

    /// <summary>The words in force.</summary>
    [MaxLength(TextLength)]
    public string Text { get; private set; } = "";

    /// <summary>Version of the words, from 1.</summary>
    public int TextVersion { get; private set; }

    /// <summary>False asks nobody any more; what was given stays, and can be revoked.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>True lets the client's users give it in the portal; revoking there is always possible.</summary>
    public bool IsInPortal { get; set; } = true;

    /// <summary>True lets marketing mails reach who gave it, and keeps who revoked it out of them.</summary>
    public bool IsMarketing { get; set; }

    /// <summary>Takes over name and words; the new version where the words changed, else null.</summary>
    public ConsentText? Describe(string name, string text, DateTime now)
    {
        (Name, DisplayText) = (name, name);
        if (text == Text)
        {
            return null;
        }

        Text = text;
        TextVersion++;
        return new ConsentText { PurposeId = Id, Version = TextVersion, Text = text, CreatedUtc = now };
    }
}

/// <summary>The words of a purpose as they were once shown. Never changed.</summary>
internal sealed class ConsentText
{
    public long Id { get; init; }

    public long PurposeId { get; init; }

    public int Version { get; init; }

    [MaxLength(ConsentPurpose.TextLength)]
    public string Text { get; init; } = "";

    public DateTime CreatedUtc { get; init; }
}
