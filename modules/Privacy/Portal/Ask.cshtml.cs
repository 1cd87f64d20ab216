using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Portal;

/// <summary>Where a client's user exercises a right (LGPD art. 18): the clock of its deadline begins with the post.</summary>
[RequirePermission(PortalAccess.Enter)]
internal sealed class AskModel(PortalAccount account, RequestDesk desk, ISettings<PrivacySettings> settings, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public AskForm Form { get; set; } = new();

    public IReadOnlyList<RequestType> Types { get; } = Enum.GetValues<RequestType>();

    /// <summary>Days in which it is answered.</summary>
    public int Days { get; private set; }

    public FormFooter Footer => new("privacy.portal.request.send", Request.PathBase + IndexModel.Path);

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (account.ActorName is not null)
        {
            throw new RuleBrokenException("privacy.portal.inPerson");
        }

        if (Form.Type is RequestType.Correction && string.IsNullOrWhiteSpace(Form.Details))
        {
            ModelState.AddModelError("Form.Details", texts["privacy.portal.request.details.missing"].Value);
        }

        if (!ModelState.IsValid || Form.Type is not { } type)
        {
            await ShowAsync(cancel);
            return this.Invalid();
        }

        try
        {
            await desk.AskAsync(account, type, Form.Details?.Trim() ?? "", cancel);
        }
        catch (RuleBrokenException broken)
        {
            await ShowAsync(cancel);
            this.AddRule(nameof(Form), broken, texts);
            return this.Invalid();
        }

        return this.Saved(texts["privacy.portal.request.sent"].Value, IndexModel.Path);
    }

    private async Task ShowAsync(CancellationToken cancel) => Days = (await settings.GetAsync(cancel)).RequestDays;
}

/// <summary>What the page posts.</summary>
internal sealed record AskForm
{
    [Required]
    public RequestType? Type { get; init; }

    [MaxLength(DataRequest.TextLength)]
    public string? Details { get; init; }
}
