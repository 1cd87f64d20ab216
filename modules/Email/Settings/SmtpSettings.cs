using ClientSuite.Data;
using ClientSuite.Settings;

namespace ClientSuite.Email;

/// <summary>The tenant's own mail server and what its mails say of their sender.</summary>
[SettingsSection("Smtp")]
internal sealed class SmtpSettings
{
    /// <summary>Empty takes the host's server.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public bool UsesStartTls { get; set; } = true;

    public string UserName { get; set; } = "";

    /// <summary>Protected by the tenant's keys; empty for none.</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>Empty takes the host's.</summary>
    public string FromAddress { get; set; } = "";

    /// <summary>Empty takes the site's name.</summary>
    public string FromName { get; set; } = "";

    public string ReplyTo { get; set; } = "";

    /// <summary>Most mails a minute; 0 takes the host's limit.</summary>
    public int MaxPerMinute { get; set; }

    /// <summary>Secret part of the address that providers report bounces to; empty until it is made.</summary>
    [Secret]
    public string BounceKey { get; set; } = "";
}

/// <summary>The host's mail server, under <c>ClientSuite:Smtp</c>, for tenants that have none of their own.</summary>
internal sealed class HostSmtpOptions
{
    /// <summary>Empty writes mails into files of the tenant, which is for development.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public bool StartTls { get; set; } = true;

    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Address that mails come from.</summary>
    public string From { get; set; } = "";

    /// <summary>Most mails a minute of one tenant; a tenant may set less.</summary>
    public int MaxPerMinute { get; set; } = 600;

    /// <summary>Connections of one tenant at a time.</summary>
    public int Connections { get; set; } = 2;

    /// <summary>Seconds that one mail may take.</summary>
    public int TimeoutSeconds { get; set; } = 30;
}
