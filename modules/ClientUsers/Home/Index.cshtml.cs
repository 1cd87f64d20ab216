using ClientSuite.Access;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Home;

/// <summary>Where the portal begins.</summary>
[RequirePermission(PortalAccess.Enter)]
internal sealed class IndexModel(PortalAccount account, PortalGate gate, ICurrentUser me, PortalCatalog catalog, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    public PortalAccount Account => account;

    /// <summary>What the first user reads while there is no plan in force; null otherwise.</summary>
    public string? Message { get; private set; }

    /// <summary>What the user may do, in words.</summary>
    public IReadOnlyList<string> Granted { get; private set; } = [];

    public string? ChatLevel => account.ChatLevel == 0 ? null : texts[FormattableString.Invariant($"clientusers.chat.{account.ChatLevel}")].Value;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Message = (await settings.GetAsync(cancel)).Message(gate.State, texts);
        Granted = [.. (await catalog.ReadAsync(cancel)).Where(me.Has).Select(p => texts["permission." + p].Value)];
    }
}
