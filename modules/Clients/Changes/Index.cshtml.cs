using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Changes;

/// <summary>All changes of the client's record (002-71 to 002-77).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, ClientChanges changes) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Field { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<string> Kinds { get; } = ["created", "updated", "imported", "deleted", "restored"];

    public IReadOnlyList<ClientField> Fields => ClientFields.All;

    public IReadOnlyList<ClientAct> Acts { get; private set; } = [];

    public bool IsFiltered => Kind is not null || Field is not null || Since is not null || Until is not null;

    public string AllHref => client.Path + "/history" + (client.From.Length > 0 ? "?from=" + Uri.EscapeDataString(client.From) : "");

    public string? NextHref { get; private set; }

    /// <summary>This page, for drawing it again after a restore.</summary>
    public string Here => client.Path + "/history" + Request.QueryString;

    public bool CanRestore => Acts.Any(a => a.Lines.Any(l => l.Restore is not null));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var filter = new ChangeFilter { Kind = Kind, Field = Field, From = Since, To = Until, Before = Before };
        (Acts, var next) = await changes.ReadAsync(client.Id, filter, PageSize, cancel, withRestore: true);
        if (next is { } before)
        {
            var query = Request.Query.Where(q => q.Key != "before").Select(q => KeyValuePair.Create(q.Key, (string?)q.Value.ToString())).Append(new("before", before.ToString(CultureInfo.InvariantCulture)));
            NextHref = client.Path + "/history" + QueryString.Create(query);
        }
    }
}
