using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Profile;

[RequirePermission(Permissions.View)]
internal sealed class DetailsModel(TenantDb db, TenantClock clock, ClientFrame client, IAddedFields added, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<ClientFact> Facts { get; private set; } = [];

    public string EditPath => client.Path + "/edit";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var row = await db.Clients.AsNoTracking().Where(c => c.Id == client.Id).Select(ClientRow.Whole).FirstAsync(cancel);
        Facts = [.. ClientFacts.Whole(row, clock, texts), .. ClientFacts.Added(row, await added.NamesAsync(cancel), clock, texts)];
    }
}
