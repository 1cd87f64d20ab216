using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Upload;

/// <summary>Takes files: one as the body, which the script sends and which never lies whole in memory, or several of a plain form.</summary>
[RequirePermission(Permissions.Edit), TakesFiles]
internal sealed class IndexModel(ClientFrame client, TenantDb db, DocumentIntake intake, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Folder { get; set; }

    /// <summary>Document whose new version it is.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Document { get; set; }

    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents"));

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => Request.HasFormContentType ? FormAsync(cancel) : BodyAsync(cancel);

    private async Task<IActionResult> BodyAsync(CancellationToken cancel)
    {
        try
        {
            await TakeAsync(Request.Query["name"], Request.Body, Request.ContentLength, cancel);
            return new JsonResult(new { });
        }
        catch (FileRefusedException refused)
        {
            return new JsonResult(new { text = texts[refused.Key, [.. refused.Args]].Value }) { StatusCode = refused.Status };
        }
    }

    private async Task<IActionResult> FormAsync(CancellationToken cancel)
    {
        var files = (await Request.ReadFormAsync(cancel)).Files;
        if (files.Count == 0)
        {
            throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.noFile");
        }

        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            await TakeAsync(file.FileName, content, file.Length, cancel);
        }

        this.Notify("ok", texts.Plural("files.uploaded", files.Count));
        var folder = string.IsNullOrEmpty(Folder) ? "" : "?folder=" + Uri.EscapeDataString(Folder);
        return this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents{folder}"));
    }

    private async Task TakeAsync(string? name, Stream content, long? announced, CancellationToken cancel)
    {
        if (Document is not { } id)
        {
            await intake.AddAsync(client.Id, name, DocumentPlace.Read(Folder, null), content, announced, cancel);
            return;
        }

        var document = await db.Documents.FirstOrDefaultAsync(d => d.Id == id && d.ClientId == client.Id, cancel)
            ?? throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.gone");
        await intake.AddVersionAsync(document, content, announced, cancel);
    }
}
