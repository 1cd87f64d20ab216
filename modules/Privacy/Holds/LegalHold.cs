using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>A client's data must stay for the time being: a lawsuit, an authority's order. Stops anonymisation, erasure and retention.</summary>
[Tracked]
internal sealed class LegalHold : IClientRecord, IHistoryName
{
    public const string RecordType = "Privacy.Hold";
    public const int ReasonLength = 500;

    public long Id { get; init; }

    [NoHistory]
    public long ClientId { get; init; }

    [MaxLength(ReasonLength)]
    public string Reason { get; set; } = "";

    [NoHistory]
    public DateTime CreatedUtc { get; init; }

    [NoHistory, MaxLength(200)]
    public string UserName { get; set; } = "";

    /// <summary>When it ended, UTC; null while it holds.</summary>
    public DateTime? EndedUtc { get; private set; }

    [NoHistory, MaxLength(200)]
    public string EndedBy { get; set; } = "";

    public long? HistoryClientId => ClientId;

    string IHistoryName.HistoryName => "";

    public void End(DateTime now, string by)
    {
        if (EndedUtc is null)
        {
            (EndedUtc, EndedBy) = (now, by);
        }
    }
}
