using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ImportExport.Operations;

/// <summary>The user's operations; everyone's with the permission to manage jobs.</summary>
[SignedIn]
internal sealed class IndexModel(TenantDb db, TenantClock clock, ICurrentUser user, IUserPreferences preferences, IStringLocalizer texts) : PageModel
{
    private static readonly ListColumn[] Columns =
    [
        new("title", "operations.column.title"),
        new("kind", "operations.column.kind"),
        new("state", "operations.column.state", ListColumnKind.Status),
        new("processed", "operations.column.processed", ListColumnKind.Number),
        new("rejected", "operations.column.rejected", ListColumnKind.Number),
        new("user", "operations.column.user"),
        new("createdUtc", "operations.column.created", ListColumnKind.Code),
    ];

    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var head = ListHead.Read(Request, "operations", Columns, [], "", [new("all", texts["operations.all"].Value, "", IsOwn: false)], preferences);
        var operations = db.Set<Operation>().AsNoTracking();
        if (!user.Has(PlatformPermissions.ManageJobs))
        {
            operations = operations.Where(o => o.UserId == user.Id);
        }

        var total = await operations.CountAsync(cancel);
        head = head.Within(total);
        var rows = await operations.OrderByDescending(o => o.Id).SkipVarying(head.State.Skip).TakeVarying(head.State.PageSize).ToListAsync(cancel);
        List = new ListView
        {
            Id = "operations",
            Title = "operations.title",
            Path = Request.PathBase + "/admin/operations",
            Head = head,
            Rows = [.. rows.Select(o => Row(o, head.Columns))],
            Total = total,
            EmptyText = "operations.empty",
            EmptyHint = "operations.empty.hint",
            EmptyIcon = "activity",
        };
    }

    private ListRow Row(Operation operation, IReadOnlyList<ListColumn> columns)
    {
        var href = $"{Request.PathBase}/admin/operations/{operation.PublicId}";
        return new ListRow(operation.PublicId, operation.Title, href, [.. columns.Select(c => c.Id switch
        {
            "title" => Cell.Link(operation.Title, href),
            "kind" => Cell.Of(texts["operation." + operation.Kind].Value),
            "state" => Cell.Status(Mark(operation.State), texts["operations.state." + operation.State.ToString().ToLowerInvariant()].Value),
            "processed" => Cell.Of(operation.Processed.ToString("N0", CultureInfo.CurrentCulture)),
            "rejected" => Cell.Of(operation.Rejected.ToString("N0", CultureInfo.CurrentCulture)),
            "user" => Cell.Of(operation.UserName),
            "createdUtc" => Cell.Code(clock.ToLocal(operation.CreatedUtc).ToString("g", CultureInfo.CurrentCulture)),
            _ => Cell.Empty,
        })], []);
    }

    private static string Mark(OperationState state) => state switch
    {
        OperationState.Succeeded => "ok",
        OperationState.Failed => "bad",
        OperationState.Cancelled or OperationState.Undone => "off",
        _ => "warn",
    };
}
