using ClientSuite.Access;
using ClientSuite.Email;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientEmails.Bulk;

/// <summary>What a chosen template says, below the choice; nothing where none is chosen.</summary>
[RequirePermission(Permissions.SendToMany)]
internal sealed class TemplateModel(MailTemplates templates) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    public EmailDraft? Draft { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Draft = await templates.PreviewAsync(Template, cancel);
}
