using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>What a data subject may ask for (LGPD art. 18).</summary>
internal enum RequestType
{
    Confirmation,
    Access,
    Correction,
    Anonymization,
    Elimination,
    Portability,
    SharingInformation,
    ConsentInformation,
    Revocation,
}

/// <summary>Where a request stands.</summary>
internal enum RequestStatus
{
    Open,
    InProgress,
    Answered,
    Refused,
}

/// <summary>A request of a data subject, with its deadline: 15 days (LGPD art. 19).</summary>
internal sealed class DataRequest : ContentItem, IClientRecord, ISearchable
{
    public const string RecordType = "Privacy.Request";
    public const int TextLength = 4_000;
    public const int NameLength = 200;

    /// <summary>The client it is about; null while nobody knows, and once the client was erased.</summary>
    [NoHistory]
    public long? ClientId { get; private set; }

    public RequestType Type { get; private set; }

    public RequestStatus Status { get; private set; }

    [MaxLength(NameLength)]
    public string RequesterName { get; private set; } = "";

    /// <summary>Address or number at which the answer is awaited.</summary>
    [MaxLength(NameLength)]
    public string RequesterContact { get; private set; } = "";

    /// <summary>How it was made sure that it is the person.</summary>
    [MaxLength(500)]
    public string Proof { get; private set; } = "";

    [MaxLength(TextLength)]
    public string Details { get; private set; } = "";

    /// <summary>In the tenant's calendar.</summary>
    public DateOnly ReceivedOn { get; private set; }

    /// <summary>The last day to answer, in the tenant's calendar.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>Who sees to it; null for nobody yet.</summary>
    public long? AssignedToId { get; private set; }

    [MaxLength(TextLength)]
    public string Answer { get; private set; } = "";

    public DateTime? ClosedUtc { get; private set; }

    /// <summary>Key of the evidence in the storage; empty for none.</summary>
    [NoHistory, MaxLength(26)]
    public string EvidenceKey { get; private set; } = "";

    [MaxLength(200)]
    public string EvidenceName { get; private set; } = "";

    [NoHistory, MaxLength(100)]
    public string EvidenceType { get; private set; } = "";

    /// <summary>The account in the portal that entered it; null for one that the staff registered.</summary>
    [NoHistory]
    public long? AccountId { get; private set; }

    /// <summary>Hash of what the account asked for, while it is open: no two open requests have the same. Empty for one that the staff registered.</summary>
    [NoHistory, MaxLength(64)]
    public string AskKey { get; private set; } = "";

    /// <summary>How far its people were warned: 0 not yet, 1 that it presses, 2 that it is late.</summary>
    [NoHistory(KeepsVersion = true)]
    public int Warned { get; private set; }

    public long? HistoryClientId => ClientId;

    public bool IsClosed => Status is RequestStatus.Answered or RequestStatus.Refused;

    /// <summary>What a client's user asks for in the portal, who has proved by signing in who it is.</summary>
    public static DataRequest Ask(long accountId, RequestForm form, int days)
    {
        var request = new DataRequest { AccountId = accountId, AskKey = KeyOf(accountId, form.Type, form.Details ?? "") };
        request.Describe(form, days);
        return request;
    }

    public static string KeyOf(long accountId, RequestType type, string details) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{accountId} {type} {details}"))));

    /// <summary>Takes over what was asked for; the deadline follows the day it came.</summary>
    /// <exception cref="RuleBrokenException">It is closed: as it was answered it is evidence.</exception>
    public void Describe(RequestForm form, int days)
    {
        MustBeOpen();
        ClientId = form.ClientId;
        Type = form.Type;
        RequesterName = form.RequesterName ?? "";
        RequesterContact = form.RequesterContact ?? "";
        Proof = form.Proof ?? "";
        Details = form.Details ?? "";
        var received = form.ReceivedOn ?? ReceivedOn;
        if (received != ReceivedOn)
        {
            ReceivedOn = received;
            DueOn = received.AddDays(days);
            Warned = 0;
        }

        AssignedToId = form.AssignedToId;
        DisplayText = RequesterName;
    }

    public SearchText GetSearchText() => Found(RequesterName, RequesterContact, Details);

    public static SearchText Found(string name, string contact, string details) => new(name, [contact, details]);

    public void Begin()
    {
        if (Status == RequestStatus.Open)
        {
            Status = RequestStatus.InProgress;
        }
    }

    /// <summary>Closes it with what was answered.</summary>
    /// <exception cref="RuleBrokenException">It is closed.</exception>
    public void Close(bool isRefused, string answer, DateTime now)
    {
        MustBeOpen();
        Status = isRefused ? RequestStatus.Refused : RequestStatus.Answered;
        Answer = answer;
        ClosedUtc = now;
        AskKey = "";
    }

    public void Attach(string key, string name, string type) => (EvidenceKey, EvidenceName, EvidenceType) = (key, name, type);

    /// <summary>What is to be warned of today: 1 that it presses, 2 that it is late; 0 for nothing new.</summary>
    public int WarningOn(DateOnly today, int warnAfterDays) => IsClosed ? 0
        : today > DueOn ? Warned < 2 ? 2 : 0
        : today >= ReceivedOn.AddDays(warnAfterDays) && Warned < 1 ? 1 : 0;

    public void NoteWarning(int level) => Warned = level;

    /// <summary>Forgets who asked and what was said; kind, days and state stay as evidence. Answers the evidence's key.</summary>
    public string Anonymize(string name)
    {
        var key = EvidenceKey;
        (AccountId, AskKey) = (null, "");
        (RequesterName, DisplayText, RequesterContact, Proof, Details, Answer, EvidenceKey, EvidenceName, EvidenceType) = (name, name, "", "", "", "", "", "", "");
        return key;
    }

    private void MustBeOpen()
    {
        if (IsClosed)
        {
            throw new RuleBrokenException("privacy.request.closed");
        }
    }
}
