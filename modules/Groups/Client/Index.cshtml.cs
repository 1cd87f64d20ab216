using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups.Client;

/// <summary>Which static groups the client is in.</summary>
[RequirePermission(Permissions.Assign)]
internal sealed class IndexModel(TenantDb db, ClientFrame client, GroupCatalog catalog, GroupMembers members, IClientQueries queries, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<ClientGroup> Choices { get; private set; } = [];

    public IReadOnlyList<ClientGroup> ByRule { get; private set; } = [];

    public IReadOnlySet<long> Current { get; private set; } = new HashSet<long>();

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    /// <param name="shown">The groups that the form offered: one made meanwhile is left alone.</param>
    /// <param name="chosen">Those that were ticked.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<IActionResult> OnPostAsync(long[] shown, long[] chosen, CancellationToken cancel)
    {
        await ReadAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var group in Choices.Where(g => shown.Contains(g.Id) && chosen.Contains(g.Id) != Current.Contains(g.Id)))
        {
            await (chosen.Contains(group.Id) ? members.AddAsync(group, [client.Id], cancel) : members.RemoveAsync(group, [client.Id], cancel));
        }

        await transaction.CommitAsync(cancel);
        Response.Announce("client-groups-changed", client.Id);
        return this.Saved(texts["groups.chosen", client.Name].Value, FormattableString.Invariant($"/admin/clients/{client.Id}"));
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var all = await catalog.ReadAsync(queries, cancel);
        var mine = (await catalog.OfAsync([client.Id], cancel)).GetValueOrDefault(client.Id, []);
        Choices = [.. all.Where(g => g.IsStatic)];
        ByRule = [.. mine.Where(g => !g.IsStatic)];
        Current = mine.Select(g => g.Id).ToHashSet();
    }
}
