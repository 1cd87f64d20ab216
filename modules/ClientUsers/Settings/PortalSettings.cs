using System.ComponentModel.DataAnnotations;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Settings;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers;

/// <summary>The tenant's choices for the portal. A message that is empty is the product's own, in the reader's language (A3).</summary>
[SettingsSection("Portal")]
internal sealed class PortalSettings
{
    public const int MessageLength = 500;

    /// <summary>The plan that every client is taken to have while no module of plans says better.</summary>
    public ClientPlan Plan { get; set; } = ClientPlan.Active;

    [MaxLength(MessageLength)]
    public string BlockedMessage { get; set; } = "";

    [MaxLength(MessageLength)]
    public string DisabledMessage { get; set; } = "";

    [MaxLength(MessageLength)]
    public string SuspendedMessage { get; set; } = "";

    /// <summary>How long "Logar como" lasts.</summary>
    public int LoginAsMinutes { get; set; } = 60;

    /// <summary>A user whose last session has ended is no longer online (T5).</summary>
    public bool GoesOfflineWithoutSession { get; set; } = true;

    /// <summary>What who is kept out reads; null for who is not.</summary>
    public string? Message(AccountState state, IStringLocalizer texts) => state switch
    {
        AccountState.Blocked => Or(BlockedMessage, texts["clientusers.message.blocked"].Value),
        AccountState.Disabled => Or(DisabledMessage, texts["clientusers.message.disabled"].Value),
        AccountState.Suspended => Or(SuspendedMessage, texts["clientusers.message.suspended"].Value),
        AccountState.NoPlan => texts["clientusers.message.noPlan"].Value,
        _ => null,
    };

    private static string Or(string own, string ours) => own.Length > 0 ? own : ours;
}

/// <summary>Answers by the setting until a module of plans takes its place.</summary>
internal sealed class PlanBySetting(ISettings<PortalSettings> settings) : IClientEntitlement
{
    public async Task<ClientPlan> OfAsync(long clientId, CancellationToken cancel) => (await settings.GetAsync(cancel)).Plan;
}
