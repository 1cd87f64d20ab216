using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Requests;

/// <summary>Closes a request with its answer and evidence.</summary>
[RequirePermission(Permissions.Manage), TakesFiles]
internal sealed class CloseModel(TenantDb db, RequestDesk desk, IFileIntake intake, IFileStorage storage, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Number { get; set; }

    [BindProperty, MaxLength(DataRequest.TextLength)]
    public string? Answer { get; set; }

    [BindProperty]
    public IFormFile? Evidence { get; set; }

    [BindProperty]
    public bool IsRefused { get; set; }

    public string Action => Request.PathBase + Here + "/close";

    public FormFooter Footer => new("privacy.request.close", Request.PathBase + Here);

    private string Here => RequestListPage.Path + FormattableString.Invariant($"/{Number}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } request)
        {
            return NotFound();
        }

        if (IsRefused && string.IsNullOrWhiteSpace(Answer))
        {
            ModelState.AddModelError(nameof(Answer), texts["privacy.request.refuse.why"].Value);
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            if (Evidence is { Length: > 0 } file)
            {
                await using var content = file.OpenReadStream();
                await using var draft = await intake.ReceiveAsync(content, intake.Limits.MaxFileBytes, cancel);
                await storage.SaveAsync(PrivacyData.EvidenceArea, draft, cancel);
                request.Attach(draft.Key, FileNames.Checked(Path.GetFileName(file.FileName)) ?? draft.Key, draft.ContentType);
            }
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError(nameof(Evidence), texts[refused.Key, [.. refused.Args]].Value);
            return this.Invalid();
        }

        await desk.CloseAsync(request, IsRefused, Answer ?? "", cancel);
        Response.Announce("privacy-changed");
        Response.Announce("list-changed");
        return this.Saved(texts["privacy.request.closed.done"].Value, Here);
    }

    private Task<DataRequest?> FindAsync(CancellationToken cancel) => db.DataRequests.FirstOrDefaultAsync(r => r.Id == Number, cancel);
}
