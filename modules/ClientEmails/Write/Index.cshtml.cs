using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientEmails.Write;

/// <summary>A message written by hand to one client.</summary>
[RequirePermission(EmailsTab.Send)]
internal sealed class IndexModel(ClientFrame client, IEmailComposer composer, IEmailQueue queue, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public MessageForm Form { get; set; } = new();

    public string BackHref => client.Path + "/emails";

    public string ClientName => client.Name;

    public void OnGet() => Form = new MessageForm { To = client.Email };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!EmailAddress.TryParse(Form.To, out var to))
        {
            ModelState.AddModelError("Form.To", texts["email.address.invalid"].Value);
        }

        Known("Form.Subject", Form.Subject);
        Known("Form.Body", Form.Body);
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        var draft = await composer.WriteAsync(Form.Subject!, Form.Body!, CultureInfo.CurrentUICulture.Name, to!, ClientValues.Of(new ClientName { Id = client.Id, Name = client.Name, Email = to! }), cancel); // required, parsed
        queue.Enqueue(draft with { ToName = client.Name, ClientId = client.Id });
        await db.SaveChangesAsync(cancel);
        Response.Announce("client-emailed", client.Id);
        return this.Saved(texts["clientemails.written", to!], FormattableString.Invariant($"/admin/clients/{client.Id}/emails"));
    }

    /// <summary>A slip of the keyboard would reach the reader in its braces.</summary>
    private void Known(string field, string? words)
    {
        if (ClientValues.Unknown(words ?? "") is [var unknown, ..])
        {
            ModelState.AddModelError(field, texts["clientemails.bulk.unknown", unknown].Value);
        }
    }
}

/// <summary>What the dialog posts.</summary>
internal sealed record MessageForm
{
    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? To { get; init; }

    [Required, MaxLength(300)]
    public string? Subject { get; init; }

    [Required, MaxLength(60_000)]
    public string? Body { get; init; }
}
