using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy.Purposes;

/// <summary>What the tenant asks consent for.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class IndexModel(TenantDb db) : PageModel
{
    private const int Most = 200;

    public IReadOnlyList<PurposeRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var consents = db.Consents;
        Rows = await db.Purposes.AsNoTracking().OrderByDescending(p => p.IsActive).ThenBy(p => p.Name).Take(Most)
            .Select(p => new PurposeRow(p, consents.Count(c => c.PurposeId == p.Id && c.RevokedUtc == null))).ToListAsync(cancel);
    }
}

/// <summary>A purpose with how many have given it.</summary>
internal sealed record PurposeRow(ConsentPurpose Purpose, int Given);
