using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Logs;

/// <summary>Actions and events about the client, one row each, with who and from where (000-66 to 000-73).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, ClientChanges changes) : PageModel
{
    private const int PageSize = 50;

    /// <summary>What to show; anything else is everything.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<string> Shows { get; } = ["access", "attempts", "changes", "services"];

    public IReadOnlyList<ClientAct> Acts { get; private set; } = [];

    public bool IsFiltered => Show is not null || Since is not null || Until is not null;

    public string AllHref => client.Path + "/logs" + (client.From.Length > 0 ? "?from=" + Uri.EscapeDataString(client.From) : "");

    public string? NextHref { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var filter = new ChangeFilter { Kinds = KindsOf(Show), From = Since, To = Until, Before = Before };
        (Acts, var next) = await changes.ReadAsync(client.Id, filter, PageSize, cancel);
        if (next is { } before)
        {
            var query = Request.Query.Where(q => q.Key != "before").Select(q => KeyValuePair.Create(q.Key, (string?)q.Value.ToString())).Append(new("before", before.ToString(CultureInfo.InvariantCulture)));
            NextHref = client.Path + "/logs" + QueryString.Create(query);
        }
    }

    private static IReadOnlyList<string> KindsOf(string? show) => show switch
    {
        "access" => ["login", "loginFailed", "loginLockedOut", "logout", "loginAs", "loginAsEnded", "passwordLink"],
        "attempts" => ["loginFailed", "loginLockedOut"],
        "changes" => ["created", "updated", "imported", "deleted", "restored", "purged", "merged", "parted", "undone"],
        "services" => ["activated", "suspended", "cancelled"],
        _ => [],
    };
}
