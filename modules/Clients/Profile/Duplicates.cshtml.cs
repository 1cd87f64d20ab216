using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Values;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients.Profile;

/// <summary>Clients that may be the one being typed: a warning, never a block (001-06).</summary>
[RequirePermission(Permissions.View)]
internal sealed class DuplicatesModel(TenantDb db) : PageModel
{
    private const int Most = 3;

    [BindProperty(SupportsGet = true)]
    public ClientForm Form { get; set; } = new();

    /// <summary>Client that is being edited: not a duplicate of itself.</summary>
    [BindProperty(SupportsGet = true)]
    public long Except { get; set; }

    public IReadOnlyList<PossibleDuplicate> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var taxId = TaxId.TryParse(Form.TaxId, out var bare, out _) ? bare : "";
        var email = EmailAddress.TryParse(Form.Email, out var address) ? address : "";
        var phones = PhoneNumber.TryParse(Form.Phone, out var number) ? PhoneNumber.MatchKeys(number) : [];
        var name = TextFolding.SortKey(Form.TradeName, Client.SortLength);
        if (taxId.Length == 0 && email.Length == 0 && phones.Count == 0 && name.Length < 3)
        {
            return;
        }

        // One seek per index: an OR over four columns makes both planners scan.
        var clients = db.Clients.AsNoTracking().Where(c => c.Id != Except);
        var candidates = new List<ClientRow>();
        async Task AddAsync(IQueryable<Client> same) => candidates.AddRange(await same.OrderBy(c => c.Id).Take(Most).Select(ClientRow.Listed).ToListAsync(cancel));
        if (taxId.Length > 0)
        {
            await AddAsync(clients.Where(c => c.TaxId == taxId));
        }

        if (email.Length > 0)
        {
            await AddAsync(clients.Where(c => c.Email == email));
        }

        foreach (var phone in phones)
        {
            await AddAsync(clients.Where(c => c.Phone == phone));
        }

        if (name.Length >= 3)
        {
            await AddAsync(clients.Where(c => c.NameSort == name));
        }

        Found = [.. candidates.DistinctBy(c => c.Id).Take(Most).Select(c => new PossibleDuplicate(
            c.TradeName, c.IsCompany, taxId.Length > 0 && c.TaxId == taxId ? "taxId" : email.Length > 0 && c.Email == email ? "email" : phones.Contains(c.Phone) ? "phone" : "name",
            string.Join(" · ", new[] { FormattableString.Invariant($"ID {c.Id}"), TaxId.Format(c.TaxId), c.LegalName, c.Place }.Where(t => t.Length > 0)),
            FormattableString.Invariant($"{Request.PathBase}/admin/clients/{c.Id}")))];
    }
}

/// <summary>A client that may be the same.</summary>
internal sealed record PossibleDuplicate(string Name, bool IsCompany, string By, string Detail, string Href);
