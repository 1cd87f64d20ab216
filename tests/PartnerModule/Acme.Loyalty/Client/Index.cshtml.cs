using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Humanizer;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Acme.Loyalty.Client;

[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db, ClientFrame client) : PageModel
{
    public int Total { get; private set; }

    public string InWords => Total.ToWords(CultureInfo.CurrentUICulture);

    public string? Humanizer => typeof(NumberToWordsExtension).Assembly.GetName().Version?.ToString();

    public async Task OnGetAsync(CancellationToken cancel) => Total = (await db.Set<Points>().FindAsync([client.Id], cancel))?.Total ?? 0;
}
