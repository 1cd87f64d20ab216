using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Edit;

/// <summary>Renames, moves and files a document.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, IStringLocalizer texts) : PageModel
{
    private const int Suggested = 100;

    [BindProperty]
    public DocumentForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public long Document { get; set; }

    public IReadOnlyList<string> Folders { get; private set; } = [];

    public IReadOnlyList<string> Categories { get; private set; } = [];

    public string BackHref => client.Path + "/documents";

    public string Action => string.Create(CultureInfo.InvariantCulture, $"{client.Path}/documents/{Document}/edit");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } document)
        {
            return NotFound();
        }

        Form = new DocumentForm { Name = document.Name, Folder = document.Folder, Category = document.Category, Version = document.Version };
        await SuggestAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } document)
        {
            return NotFound();
        }

        if (Form.Version != document.Version)
        {
            ModelState.AddModelError("", texts["error.412.detail"].Value);
            Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            await SuggestAsync(cancel);
            return Page();
        }

        if (ModelState.IsValid && await ApplyAsync(document, cancel))
        {
            Response.Announce("documents-changed");
            return this.Saved(texts["files.saved", document.Name].Value, string.Create(CultureInfo.InvariantCulture, $"/admin/clients/{client.Id}/documents"));
        }

        await SuggestAsync(cancel);
        return this.Invalid();
    }

    private async Task<bool> ApplyAsync(Document document, CancellationToken cancel)
    {
        try
        {
            var place = DocumentPlace.Read(Form.Folder, Form.Category);
            document.Describe(DocumentIntake.Checked(Form.Name), place.Folder, place.Category);
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError("Form." + (refused.Key == "files.error.name" ? nameof(Form.Name) : refused.Key == "files.error.folder" ? nameof(Form.Folder) : nameof(Form.Category)), texts[refused.Key].Value);
            return false;
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }

    private Task<Document?> FindAsync(CancellationToken cancel) => db.Documents.FirstOrDefaultAsync(d => d.Id == Document && d.ClientId == client.Id, cancel);

    private async Task SuggestAsync(CancellationToken cancel)
    {
        Folders = await db.Documents.Where(d => d.ClientId == client.Id && d.Folder != "").Select(d => d.Folder).Distinct().OrderBy(f => f).Take(Suggested).ToListAsync(cancel);
        var used = await db.Documents.Where(d => d.ClientId == client.Id && d.Category != "").Select(d => d.Category).Distinct().Take(Suggested).ToListAsync(cancel);
        Categories = [.. texts["files.categories"].Value.Split(';').Union(used, StringComparer.CurrentCultureIgnoreCase).Order(StringComparer.CurrentCultureIgnoreCase)];
    }
}

/// <summary>What the dialog posts.</summary>
internal sealed record DocumentForm
{
    [Required, MaxLength(FileNames.MaxLength)]
    public string? Name { get; init; }

    [MaxLength(Files.Document.FolderLength)]
    public string? Folder { get; init; }

    [MaxLength(Files.Document.CategoryLength)]
    public string? Category { get; init; }

    /// <summary>Concurrency token of the document that the form was drawn from.</summary>
    public int Version { get; init; }
}
