using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Import;

/// <summary>Third step: what would happen. Nothing is written until the import is started here.</summary>
[RequirePermission(Permissions.Import)]
internal sealed class CheckModel(IOperations operations, ImportUploads uploads, ImportStart start, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private Operation _operation = null!; // set by LoadAsync before anything is drawn

    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "operation")]
    public string OperationId { get; set; } = "";

    public bool IsFragment => Request.IsFragment();

    public string ListHref => Request.PathBase + "/admin/clients";

    public string StartHref => Request.PathBase + "/admin/clients/import";

    public string BackHref => $"{StartHref}/{Token}";

    public string Action => $"{BackHref}/check/{OperationId}";

    public string PollUrl => Action;

    public string ErrorsHref => $"{Request.PathBase}/admin/operations/{OperationId}/errors";

    public OperationCard Card { get; private set; } = null!; // set by LoadAsync before anything is drawn

    public string? Error => OperationCards.ErrorText(_operation, texts);

    public bool IsDone => _operation.State == OperationState.Succeeded;

    public long Takes => _operation.Created + _operation.Updated;

    public IReadOnlyList<RejectedRow> First { get; private set; } = [];

    public string Summary => string.Join("; ", new[]
    {
        ("created", _operation.Created), ("updated", _operation.Updated), ("same", ImportProgress.Read(_operation.Progress).Same), ("rejected", _operation.Rejected),
    }.Where(part => part.Item2 > 0 || part.Item1 == "created").Select(part => texts.Plural("clients.import.summary." + part.Item1, part.Item2))) + ".";

    public string ImportText => texts.Plural("clients.import.do", Takes);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || await uploads.FindAsync(Token, cancel) is not { } upload)
        {
            return NotFound();
        }

        var plan = _operation.ArgumentsAs<ImportPlan>();
        if (plan.Forbidden(user) is not null)
        {
            return StatusCode(StatusCodes.Status403Forbidden); // somebody else checked it
        }

        var operation = await start.StartAsync(upload, plan with { DryRun = false }, cancel);
        return this.GoTo("/admin/operations/" + operation.PublicId);
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await operations.FindAsync(OperationId, cancel) is not { Kind: ClientImport.OperationKind } operation
            || JsonSerializer.Deserialize<ImportPlan>(operation.Arguments) is not { DryRun: true } plan || plan.File != Token)
        {
            return false;
        }

        _operation = operation;
        Card = OperationCards.Of(operation, PollUrl, $"{Request.PathBase}/admin/operations/{operation.PublicId}", operations, clock, texts);
        First = ImportProgress.Read(operation.Progress).First;
        return true;
    }
}
