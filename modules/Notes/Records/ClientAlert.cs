using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Notes;

/// <summary>What an alert is about (004-87).</summary>
internal enum AlertType
{
    Information,
    Warning,
    Payment,
    Contract,
    Health,
}

/// <summary>What everybody who opens the client must see first, while it is active.</summary>
internal sealed class ClientAlert : ContentItem, IClientRecord
{
    public const string RecordType = "Notes.Alert";
    public const int TextLength = 500;

    public long ClientId { get; set; }

    public AlertType Type { get; set; }

    public Priority Priority { get; set; } = Priority.Normal;

    [MaxLength(TextLength)]
    public string Description { get; set; } = "";

    public bool IsActive { get; set; } = true;

    public long? HistoryClientId => ClientId;
}
