using ClientSuite.Access;
using ClientSuite.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Notes;

/// <summary>What the tenant decided about notes.</summary>
[SettingsSection("Notes")]
internal sealed class NotesSettings
{
    /// <summary>Clients' users read the comments about their client that are not private (A33).</summary>
    public bool ShowsComments { get; set; }
}

/// <summary>Says whether comments reach clients at all. Scoped.</summary>
internal sealed class CommentAudience(ISettings<NotesSettings> settings, IServiceProviderIsService registered)
{
    /// <summary>False where the feature of the portal is off.</summary>
    public bool HasPortal => registered.IsService(typeof(IPortalGate));

    /// <summary>True where those that are not private are read by clients.</summary>
    public async Task<bool> HasClientsAsync(CancellationToken cancel) => HasPortal && (await settings.GetAsync(cancel)).ShowsComments;
}
