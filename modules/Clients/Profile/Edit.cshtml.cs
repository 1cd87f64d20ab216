using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Profile;

[RequirePermission(Permissions.Edit)]
internal sealed class EditModel(TenantDb db, TenantClock clock, SameDocument documents, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    private IReadOnlyList<string> _required = [];
    private string _blocked = "";

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public ClientForm Form { get; set; } = new();

    public string Name { get; private set; } = "";

    public IReadOnlyList<FieldConflict> Conflicts { get; private set; } = [];

    public string Action => FormattableString.Invariant($"{Request.PathBase}/admin/clients/{Id}/edit");

    public ClientFormView View => new(Form, _required, FormattableString.Invariant($"{Request.PathBase}/admin/clients/new/duplicates?except={Id}"), Request.PathBase + AddressOfPostalCode.Path)
    {
        AsksBlock = user.Has(Permissions.Block),
        Blocked = _blocked,
    };

    public FormFooter Footer => new("clients.save.changes", FormattableString.Invariant($"{Request.PathBase}/admin/clients/{Id}"));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Clients.AsNoTracking().FirstOrDefaultAsync(c => c.Id == Id, cancel) is not { } client)
        {
            return NotFound();
        }

        if (Request.IsFragment())
        {
            client.MustBeSomebody(); // said before somebody types
        }

        Draw(client);
        Form = ClientForm.From(client.Details);
        Form.Version = client.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Clients.FindAsync([Id], cancel) is not { } client)
        {
            return NotFound();
        }

        client.MustBeSomebody();
        Draw(client);
        var details = Form.Read(_required, clock.Today, out var problems);
        problems.Show(ModelState, texts);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        details = Chosen(details, client.Details);
        if (!user.Has(Permissions.Block))
        {
            // The form does not ask it of them.
            if (Request.Form.ContainsKey("Form.Blocked") && !details.IsBlockedAs(client.Details))
            {
                return StatusCode(StatusCodes.Status403Forbidden);
            }

            details = details with { Blocked = client.Blocked, BlockedReason = client.BlockedReason };
        }

        if (Form.Version != client.Version && ClientFields.Changed(details, client.Details).Count > 0)
        {
            return Conflict(client, details);
        }

        db.ChangeClient(client, details);
        try
        {
            if (await documents.SaveAsync(details.TaxId, cancel) is { } taken)
            {
                new[] { taken with { Field = nameof(ClientForm.TaxId) } }.Show(ModelState, texts);
                return this.Invalid();
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            // Saved by somebody else between our read and our write.
            db.ChangeTracker.Clear();
            if (await db.Clients.FindAsync([Id], cancel) is not { } theirs)
            {
                return NotFound();
            }

            if (ClientFields.Changed(details, theirs.Details).Count > 0)
            {
                return Conflict(theirs, details);
            }
        }

        this.Notify("ok", texts["clients.saved", client.TradeName].Value);
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin/clients/" + Id.ToString(CultureInfo.InvariantCulture));
        }

        Response.Announce("client-changed", Id);
        return StatusCode(StatusCodes.Status204NoContent);
    }

    /// <summary>What was empty before may stay empty: an imported client can be corrected without completing it.</summary>
    private void Draw(Client client)
    {
        Name = client.TradeName;
        _blocked = ClientFacts.Blocked(client.Blocked, client.BlockedReason, texts);
        var now = ClientForm.From(client.Details);
        _required = [.. ClientForm.Asked.Where(field => !string.IsNullOrEmpty((string?)typeof(ClientForm).GetProperty(field)?.GetValue(now)))];
    }

    private ClientDetails Chosen(ClientDetails mine, ClientDetails theirs)
    {
        var chosen = ClientFields.All.Where(f => Request.Form["Choice." + f.Name] == "theirs").Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return chosen.Count == 0 ? mine : ClientFields.Take(mine, theirs, chosen);
    }

    private PageResult Conflict(Client theirs, ClientDetails mine)
    {
        Conflicts = [.. ClientFields.All.Where(f => f.Get(mine) != f.Get(theirs.Details)).Select(f => new FieldConflict(f.Name, f.Label,
            ClientFields.Shown(f.Name, f.Get(mine), texts), ClientFields.Shown(f.Name, f.Get(theirs.Details), texts)))];
        ModelState.Clear();
        Form = ClientForm.From(mine);
        Form.Version = theirs.Version;
        Response.StatusCode = StatusCodes.Status412PreconditionFailed;
        return Page();
    }
}

/// <summary>A field that two people left differently.</summary>
internal sealed record FieldConflict(string Field, string Label, string Mine, string Theirs);
