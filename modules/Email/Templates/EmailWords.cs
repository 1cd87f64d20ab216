using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Email;

/// <summary>The tenant's own words of a template in a language.</summary>
[Tracked]
internal sealed class EmailWords : IHistoryName
{
    public const string RecordType = "Email.Words";

    public long Id { get; set; }

    [MaxLength(100)]
    public string Template { get; set; } = "";

    [MaxLength(10)]
    public string Culture { get; set; } = "";

    [MaxLength(300)]
    public string Subject { get; set; } = "";

    public string Body { get; set; } = "";

    [NoHistory]
    public DateTime ModifiedUtc { get; set; }

    [NoHistory, ConcurrencyCheck]
    public int Version { get; set; }

    string IHistoryName.HistoryName => $"{Template} ({Culture})";
}
