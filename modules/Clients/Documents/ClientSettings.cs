using ClientSuite.Settings;

namespace ClientSuite.Clients;

/// <summary>What the tenant decided about clients, besides what its database keeps (<see cref="SameDocument"/>).</summary>
[SettingsSection("Clients")]
internal sealed class ClientSettings
{
    /// <summary>True looks for duplicates by night. Off at first: it reads every client.</summary>
    public bool SearchesDuplicates { get; set; }
}
