using ClientSuite.Settings;

namespace ClientSuite.Privacy;

/// <summary>What the tenant decided about privacy.</summary>
[SettingsSection("Privacy")]
internal sealed record PrivacySettings
{
    /// <summary>Encarregado (DPO): name and address, shown to clients (LGPD art. 41).</summary>
    public string DpoName { get; set; } = "";

    public string DpoEmail { get; set; } = "";

    /// <summary>Address of the privacy policy; empty for none.</summary>
    public string PolicyUrl { get; set; } = "";

    /// <summary>Days to answer a request (LGPD art. 19: 15).</summary>
    public int RequestDays { get; set; } = 15;

    /// <summary>Days after which the people of a request are warned.</summary>
    public int WarnAfterDays { get; set; } = 10;

    /// <summary>Marketing also goes to clients who neither gave nor revoked a consent to it (legitimate interest, LGPD art. 7 IX and 10).</summary>
    public bool MarketsToUnasked { get; set; }

    /// <summary>Days until a rule removes, by its id; null switches it off, a rule that is not named has its own default.</summary>
    public Dictionary<string, int?> Retention { get; set; } = new(StringComparer.Ordinal);
}
