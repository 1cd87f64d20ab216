using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email.Messages;

/// <summary>One mail: what it says, where it stands, and sending it again; the side panel shows the same.</summary>
[RequirePermission(Permissions.View)]
internal sealed class MessageModel(TenantDb db, IHistory history, ICurrentUser user, TenantClock clock, IStringLocalizer texts, MessageWords words, MailLooks looks, IEnumerable<RecordPage> records) : PageModel
{
    public EmailMessage Message { get; private set; } = null!; // set before the page is drawn

    public MessageWords Words => words;

    public string Path => string.Create(CultureInfo.InvariantCulture, $"{Request.PathBase}/admin/emails/{Message.Id}");

    public bool CanResend => user.Has(Permissions.Send) && Message is { IsSecret: false, Status: not EmailStatus.Queued };

    /// <summary>Page of the client, where the reader may open it.</summary>
    public string? ClientHref => Message.ClientId is { } id && records.FirstOrDefault(r => r.RecordType == "Clients.Client") is { Path: { } path, Permission: var permission } && (permission is null || user.Has(permission))
        ? Request.PathBase + string.Format(CultureInfo.InvariantCulture, path, id)
        : null;

    public string? At(DateTime? utc) => utc is { } at ? clock.DayAndTime(at) : null;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } message)
        {
            return NotFound();
        }

        Message = message;
        return Page();
    }

    /// <summary>The mail as its reader's program shows it, in a frame of this page where no script runs.</summary>
    public async Task<IActionResult> OnGetBodyAsync(long id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { IsSecret: false, Html: { } html })
        {
            return NotFound();
        }

        Response.Headers.ContentSecurityPolicy = MailWords.FramePolicy(await looks.GetAsync(cancel));
        return Content(html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnPostResendAsync(long id, CancellationToken cancel)
    {
        if (!user.Has(Permissions.Send))
        {
            return Forbid();
        }

        if (await FindAsync(id, cancel) is not { } message)
        {
            return NotFound();
        }

        if (message.IsSecret || message.Status == EmailStatus.Queued)
        {
            return StatusCode(StatusCodes.Status409Conflict);
        }

        var again = message.Repeat(clock.UtcNow);
        db.Add(again);
        await history.AddAsync("resent", EmailMessage.RecordType, again.Id, again.Subject, again.ClientId, cancel);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["email.resent", again.ToAddress].Value);
        if (Request.IsFragment())
        {
            Response.Announce("list-changed");
            return StatusCode(StatusCodes.Status204NoContent);
        }

        return this.GoTo(string.Create(CultureInfo.InvariantCulture, $"/admin/emails/{again.Id}"));
    }

    private Task<EmailMessage?> FindAsync(long id, CancellationToken cancel) => db.EmailMessages.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancel);
}
