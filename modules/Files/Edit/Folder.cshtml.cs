using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Edit;

/// <summary>Names a new folder and opens it. A folder is there as long as a document is in it, so this stores nothing.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class FolderModel(ClientFrame client, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Folder { get; set; }

    public string BackHref => client.Path + "/documents";

    public string Action => client.Path + "/documents/folder?folder=" + Uri.EscapeDataString(Folder ?? "");

    public void OnGet()
    {
        // draws the form
    }

    public IActionResult OnPost()
    {
        if (FileNames.Checked(Name) is not { } name)
        {
            ModelState.AddModelError(nameof(Name), texts["files.error.name"].Value);
            return this.Invalid();
        }

        try
        {
            return this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents?folder=") + Uri.EscapeDataString(DocumentPlace.Read($"{Folder}/{name}", null).Folder));
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError(nameof(Name), texts[refused.Key].Value);
            return this.Invalid();
        }
    }
}
