using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>How a consent was given or revoked.</summary>
internal enum ConsentChannel
{
    Portal,
    InPerson,
    Phone,
    Email,
    Paper,
    Api,
}

/// <summary>A consent of a client: to what, to which words, when, by which way, and when it ended (LGPD art. 8). Never deleted by revoking.</summary>
[Tracked]
internal sealed class Consent : IClientRecord, IHistoryName
{
    public const string RecordType = "Privacy.Consent";

    public long Id { get; init; }

    [NoHistory]
    public long ClientId { get; init; }

    [NoHistory]
    public long PurposeId { get; init; }

    public int TextVersion { get; init; }

    public ConsentChannel Channel { get; init; }

    public DateTime GivenUtc { get; init; }

    /// <summary>Who gave it, or who of the staff noted it.</summary>
    [MaxLength(200)]
    public string GivenBy { get; private set; } = "";

    /// <summary>Where from and with what, in the portal alone: elsewhere it would be the staff's.</summary>
    [MaxLength(64)]
    public string? RemoteIp { get; private set; }

    [MaxLength(300)]
    public string? UserAgent { get; private set; }

    public DateTime? RevokedUtc { get; private set; }

    public ConsentChannel? RevokedChannel { get; private set; }

    [MaxLength(200)]
    public string RevokedBy { get; private set; } = "";

    /// <summary>What it was given for, in the history.</summary>
    [NoHistory, MaxLength(ConsentPurpose.NameLength)]
    public string PurposeName { get; init; } = "";

    public long? HistoryClientId => ClientId;

    string IHistoryName.HistoryName => PurposeName;

    public static Consent Give(long clientId, ConsentPurpose purpose, ConsentChannel channel, ConsentSource source, DateTime now) => new()
    {
        ClientId = clientId,
        PurposeId = purpose.Id,
        PurposeName = purpose.Name,
        TextVersion = purpose.TextVersion,
        Channel = channel,
        GivenUtc = now,
        GivenBy = source.By,
        RemoteIp = channel == ConsentChannel.Portal ? source.RemoteIp : null,
        UserAgent = channel == ConsentChannel.Portal ? source.UserAgent : null,
    };

    /// <summary>Ends it; one that has ended stays as it was.</summary>
    public void Revoke(ConsentChannel channel, string by, DateTime now)
    {
        if (RevokedUtc is null)
        {
            (RevokedUtc, RevokedChannel, RevokedBy) = (now, channel, by);
        }
    }

    /// <summary>Forgets who it was; that and when it was given and revoked stays.</summary>
    public void Anonymize() => (GivenBy, RevokedBy, RemoteIp, UserAgent) = ("", "", null, null);
}

/// <summary>Who says it, where from and with what.</summary>
internal sealed record ConsentSource(string By, string? RemoteIp, string? UserAgent);
