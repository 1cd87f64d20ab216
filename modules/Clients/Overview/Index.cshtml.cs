using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Overview;

[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantClock clock, ClientFrame client, ClientFrameBuilder builder, ClientChanges changes, ICurrentUser user, IEnumerable<IClientCard> cards) : PageModel
{
    private const int Acts = 12;

    public IReadOnlyList<ClientFact> Facts { get; private set; } = [];

    public IReadOnlyList<ClientCard> Main { get; private set; } = [];

    public IReadOnlyList<ClientCard> Aside { get; private set; } = [];

    public IReadOnlyList<ActDay> Days { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Facts = ClientFacts.Basic(builder.Row, clock);
        var (acts, _) = await changes.ReadAsync(client.Id, new ChangeFilter(), Acts, cancel);
        Days = changes.ByDay(acts);
        var main = new List<ClientCard>();
        var aside = new List<ClientCard>();
        foreach (var card in cards.Where(c => c.Permission is null || user.Has(c.Permission)).OrderBy(c => c.Order))
        {
            if (await card.GetAsync(client, cancel) is { } drawn)
            {
                (card.IsAside ? aside : main).Add(drawn);
            }
        }

        (Main, Aside) = (main, aside);
    }
}
