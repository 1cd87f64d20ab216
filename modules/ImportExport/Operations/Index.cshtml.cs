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
        var state = ListQuery.Read(Request.Query, [], "", [], ListQuery.PageSize("operations", preferences));
        var operations = db.Set<Operation>().AsNoTracking();
        if (!user.Has(PlatformPermissions.ManageJobs))
        {
            operations = operations.Where(o => o.UserId == user.Id);
        }

        var total = await operations.CountAsync(cancel);
        var rows = await operations.OrderByDescending(o => o.Id).Skip((state.Page - 1) * state.PageSize).Take(state.PageSize).ToListAsync(cancel);
        List = new ListView
        {
            Id = "operations",
            Title = "operations.title",
            Path = Request.PathBase + "/admin/operations",
            State = state,
            AllColumns = Columns,
            Columns = Columns,
            Views = [new("all", texts["operations.all"].Value, "", IsOwn: false)],
            Rows = [.. rows.Select(Row)],
            Total = total,
            EmptyText = "operations.empty",
            EmptyIcon = "activity",
        };
    }

    private ListRow Row(Operation operation)
    {
        var href = $"{Request.PathBase}/admin/operations/{operation.PublicId}";
        return new ListRow(operation.PublicId, operation.Title, href,
        [
            Cell.Link(operation.Title, href),
            Cell.Of(texts["operation." + operation.Kind].Value),
            Cell.Status(Mark(operation.State), texts["operations.state." + operation.State.ToString().ToLowerInvariant()].Value),
            Cell.Of(operation.Processed.ToString("N0", CultureInfo.CurrentCulture)),
            Cell.Of(operation.Rejected.ToString("N0", CultureInfo.CurrentCulture)),
            Cell.Of(operation.UserName),
            Cell.Code(clock.ToLocal(operation.CreatedUtc).ToString("g", CultureInfo.CurrentCulture)),
        ], []);
    }

    private static string Mark(OperationState state) => state switch
    {
        OperationState.Succeeded => "ok",
        OperationState.Failed => "bad",
        OperationState.Cancelled or OperationState.Undone => "off",
        _ => "warn",
    };
}
