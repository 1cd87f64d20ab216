using ClientSuite.Access;
using ClientSuite.Frames;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Dashboard;

/// <summary>The admin's home: the cards that the tenant's features give and its reader may see.</summary>
[RequirePermission(PlatformPermissions.AccessAdmin)]
internal sealed class IndexModel(ICurrentUser user, IEnumerable<IDashboardCard> cards, IStringLocalizer texts) : PageModel
{
    public string UserName => user.Name ?? "";

    public IReadOnlyList<ShownCard> Cards { get; private set; } = [];

    public async Task OnGet(CancellationToken cancel)
    {
        var shown = new List<ShownCard>();
        foreach (var card in cards.Where(c => c.Permission is null || user.Has(c.Permission)).OrderBy(c => c.Order))
        {
            if (await card.LoadAsync(cancel) is { } content)
            {
                shown.Add(new ShownCard("card-" + (shown.Count + 1), texts[card.Title].Value, content));
            }
        }

        Cards = shown;
    }
}

/// <summary>A card with its heading.</summary>
internal sealed record ShownCard(string Id, string Title, DashboardCard Content);
