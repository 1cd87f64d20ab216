using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Privacy;

/// <summary>What people fill in about a request, on the page and over the API.</summary>
internal sealed record RequestForm
{
    public RequestType Type { get; init; } = RequestType.Access;

    public long? ClientId { get; init; }

    [Required, MaxLength(DataRequest.NameLength)]
    public string? RequesterName { get; init; }

    [MaxLength(DataRequest.NameLength)]
    public string? RequesterContact { get; init; }

    [MaxLength(500)]
    public string? Proof { get; init; }

    [MaxLength(DataRequest.TextLength)]
    public string? Details { get; init; }

    /// <summary>Null for today.</summary>
    public DateOnly? ReceivedOn { get; init; }

    public long? AssignedToId { get; init; }

    /// <summary>Concurrency token of the record that it was read from; 0 for a new one.</summary>
    public int Version { get; init; }

    public static RequestForm Of(DataRequest r) => new()
    {
        Type = r.Type,
        ClientId = r.ClientId,
        RequesterName = r.RequesterName,
        RequesterContact = r.RequesterContact,
        Proof = r.Proof,
        Details = r.Details,
        ReceivedOn = r.ReceivedOn,
        AssignedToId = r.AssignedToId,
        Version = r.Version,
    };
}
