using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Bulk;

/// <summary>Asks before a bulk action, with counts, and does it: up to <see cref="ClientBulk.AtOnce"/> clients at once, more as an
/// operation.</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db, ClientList list, ClientBulk bulk, IOperations operations, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Verb { get; set; } = "";

    public int Count { get; private set; }

    public int Done { get; private set; }

    public bool IsLong => Count > ClientBulk.AtOnce;

    public string Question => texts.Plural($"clients.bulk.{Verb}.ask", Count);

    public string Effect => Done > 0 ? texts.Plural($"clients.bulk.{Verb}.done", Done) : texts[$"clients.bulk.{Verb}.effect"].Value;

    public string Action => Request.PathBase + Request.Path + Request.QueryString;

    public string CancelHref => Request.PathBase + "/admin/clients";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Refusal(out var action, out var selection) is { } refusal)
        {
            return refusal;
        }

        await CountAsync(action, selection, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Refusal(out var action, out var selection) is { } refusal)
        {
            return refusal;
        }

        await CountAsync(action, selection, cancel);
        if (IsLong)
        {
            var operation = await operations.StartAsync(ClientBulk.OperationKind, Question.TrimEnd('?').TrimStart('¿'), JsonSerializer.Serialize(new BulkArguments(action.Id, selection)), canUndo: false, cancel);
            operation.Total = Count;
            await db.SaveChangesAsync(cancel);
            operations.Signal();
            return this.GoTo("/admin/operations/" + operation.PublicId);
        }

        var clients = await bulk.LoadAsync(selection, 0, ClientBulk.AtOnce, cancel);
        var changed = bulk.Do(action, clients);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts.Plural($"clients.bulk.{Verb}.did", changed));
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo("/admin/clients");
    }

    private ActionResult? Refusal(out BulkAction action, out ClientSelection selection)
    {
        action = BulkAction.Find(Verb) ?? BulkAction.All[0];
        selection = ClientSelection.Read(Request.Query) ?? new ClientSelection([-1], "");
        return BulkAction.Find(Verb) is null ? NotFound()
            : ClientSelection.Read(Request.Query) is null ? BadRequest()
            : user.Has(action.Permission) ? null
            : StatusCode(StatusCodes.Status403Forbidden);
    }

    private async Task CountAsync(BulkAction action, ClientSelection selection, CancellationToken cancel)
    {
        var clients = selection.Of(list);
        Count = await clients.CountAsync(cancel);
        Done = await clients.Where(action.IsDone).CountAsync(cancel);
    }
}
