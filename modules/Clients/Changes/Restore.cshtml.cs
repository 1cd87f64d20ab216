using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Changes;

/// <summary>Gives a field of the client back the value that it had before a change. That is a change like any other: checked as
/// if it were typed, in the history, and restorable itself.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class RestoreModel(TenantDb db, ClientFrame frame, SameDocument documents, TenantClock clock, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    private (string Field, string Value) _old;
    private Client? _client;

    [BindProperty(SupportsGet = true)]
    public long Line { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Field { get; set; } = "";

    /// <summary>Version of the client that the question was asked about.</summary>
    [BindProperty]
    public int Version { get; set; }

    public string Label => texts["clients.field." + _old.Field].Value;

    public string Now => Shown(Stored);

    public string Then => Shown(_old.Value);

    public FormFooter Footer => new("clients.history.restore", frame.Path + "/history");

    private string Stored => _client is null ? "" : ClientFields.All.First(f => f.Name == _old.Field).Get(_client.Details);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        Version = _client!.Version; // found
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var client = _client!; // found
        if (Version != client.Version)
        {
            return Refuse("clients.history.restore.changed", client);
        }

        // An old value may break a rule that is new, or not fit what else has changed since; what was wrong anyway stays.
        _ = ClientForm.From(client.Details).Read([], clock.Today, out var known);
        _ = ClientForm.From(ClientFields.With(client.Details, _old.Field, _old.Value)).Read([], clock.Today, out var problems);
        if (problems.FirstOrDefault(p => !known.Any(k => (k.Field, k.Key) == (p.Field, p.Key))) is { } problem)
        {
            ModelState.AddModelError("", texts[problem.Key, problem.Args].Value);
            return this.Invalid();
        }

        var details = ClientFields.With(client.Details, _old.Field, _old.Value);
        db.ChangeClient(client, details);
        try
        {
            if (await documents.SaveAsync(details.TaxId, cancel) is { } taken)
            {
                ModelState.AddModelError("", texts[taken.Key, taken.Args].Value);
                return this.Invalid();
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return await FindAsync(cancel) ? Refuse("clients.history.restore.changed", _client!) : NotFound(); // found
        }

        Response.Announce("client-changed", client.Id);
        return this.Saved(texts["clients.history.restored", Label].Value, FormattableString.Invariant($"/admin/clients/{frame.Id}/history"));
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var line = await db.Set<HistoryLine>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == Line, cancel);
        var entry = line is null ? null : await db.Set<HistoryEntry>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == line.EntryId, cancel);
        if (entry is null || ClientChanges.OldValue(entry, line!, Field, frame.Id) is not { } old || (old.Field is "blocked" or "blockedReason" && !user.Has(Permissions.Block))) // an entry was found by its line
        {
            return false;
        }

        _old = old;
        _client = await db.Clients.FirstOrDefaultAsync(c => c.Id == frame.Id, cancel);
        return _client is not null;
    }

    private PageResult Refuse(string key, Client client)
    {
        Version = client.Version;
        ModelState.Clear();
        ModelState.AddModelError("", texts[key].Value);
        return this.Invalid();
    }

    private string Shown(string value) => ClientFields.Shown(_old.Field, value, texts) is { Length: > 0 } shown ? shown : "—";
}
