using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email.Templates;

/// <summary>The words of a mail in one language, with what they look like.</summary>
[RequirePermission(Permissions.ManageTemplates)]
internal sealed class EditModel(TenantDb db, EmailComposer composer, MessageWords words, IEmailQueue queue, MailLooks looks, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private EmailTemplate _template = null!; // found before each handler works

    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Culture { get; set; } = "";

    [BindProperty]
    public WordsForm Form { get; set; } = new();

    public string Title => words.Kind(Name);

    public string Language => IndexModel.LanguageOf(Culture);

    public IReadOnlyDictionary<string, string> Values { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True where the tenant changed the module's words.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>True where somebody else saved meanwhile.</summary>
    public bool IsStale { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var stored = await StoredAsync(cancel);
        var (subject, body) = stored is null ? composer.Given(Name, Culture) : (stored.Subject, stored.Body);
        Form = new WordsForm { Subject = subject, Body = body, Version = stored?.Version ?? 0 };
        return await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (!IsUsable())
        {
            return await RefuseAsync(cancel);
        }

        var stored = await StoredAsync(cancel);
        if ((stored?.Version ?? 0) != Form.Version)
        {
            IsStale = true;
            Form = Form with { Version = stored?.Version ?? 0 };
            ModelState.Remove("Form.Version");
            await ShowAsync(cancel);
            Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return Page();
        }

        stored ??= db.Add(new EmailWords { Template = Name, Culture = Culture }).Entity;
        stored.Subject = Form.Subject!.Trim(); // required
        stored.Body = Form.Body!; // required
        stored.ModifiedUtc = clock.UtcNow;
        stored.Version++;
        await db.SaveChangesAsync(cancel);
        return this.Saved(texts["email.template.saved"], Path);
    }

    /// <summary>What the stored words look like, for the frame beside the form.</summary>
    public async Task<IActionResult> OnGetPreviewAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var (subject, body) = await composer.WordsAsync(Name, Culture, cancel);
        Form = new WordsForm { Subject = subject, Body = body };
        return await FrameAsync(await WriteAsync(cancel), cancel);
    }

    /// <summary>What the form's words look like, without keeping them.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (IsUsable())
        {
            return await FrameAsync(await WriteAsync(cancel), cancel);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Content(string.Join('\n', ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage)), "text/plain; charset=utf-8");
    }

    /// <summary>Sends what is in the form to the user, with the examples as values.</summary>
    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (!IsUsable())
        {
            return await RefuseAsync(cancel);
        }

        var to = await db.Set<User>().Where(u => u.Id == user.Id).Select(u => u.Email).FirstOrDefaultAsync(cancel) ?? "";
        queue.Enqueue((await WriteAsync(cancel)) with { To = to, Kind = "test" });
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["email.template.tested", to].Value);
        return await ShowAsync(cancel);
    }

    /// <summary>Back to the module's words.</summary>
    public async Task<IActionResult> OnPostResetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (await StoredAsync(cancel) is { } stored)
        {
            db.Remove(stored);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["email.template.wasReset"], Path);
    }

    private string Path => $"/admin/emails/templates/{Name}/{Culture}";

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (composer.Find(Name) is not { } template || !EmailComposer.Cultures.Contains(Culture, StringComparer.Ordinal))
        {
            return false;
        }

        _template = template;
        Values = new Dictionary<string, string>(template.Values, StringComparer.Ordinal) { ["site"] = (await looks.GetAsync(cancel)).SiteName };
        return true;
    }

    private Task<EmailWords?> StoredAsync(CancellationToken cancel) => db.EmailWords.FirstOrDefaultAsync(w => w.Template == Name && w.Culture == Culture, cancel);

    private bool IsUsable()
    {
        if (!ModelState.IsValid)
        {
            return false;
        }

        if (MailWords.Unknown(Form.Subject ?? "", _template.Values.Keys.Except(_template.Secrets)).FirstOrDefault(_template.Secrets.Contains) is { } secret)
        {
            ModelState.AddModelError("Form.Subject", texts["email.template.secret", "{{" + secret + "}}"].Value);
        }

        foreach (var (field, text) in new[] { ("Form.Subject", Form.Subject), ("Form.Body", Form.Body) })
        {
            if (!MailWords.IsReadable(text ?? "", _template.Values))
            {
                ModelState.AddModelError(field, texts["email.template.broken"].Value);
            }
            else if (MailWords.Unknown(text ?? "", _template.Values.Keys) is [var unknown, ..])
            {
                ModelState.AddModelError(field, texts["email.template.unknown", "{{" + unknown + "}}"].Value);
            }
        }

        return ModelState.IsValid;
    }

    private async Task<EmailDraft> WriteAsync(CancellationToken cancel) =>
        MailWords.Write(Form.Subject ?? "", Form.Body ?? "", _template.Values, await looks.GetAsync(cancel), Culture, _template.Secrets);

    private async Task<ContentResult> FrameAsync(EmailDraft mail, CancellationToken cancel)
    {
        Response.Headers.ContentSecurityPolicy = MailWords.FramePolicy(await looks.GetAsync(cancel));
        return Content(MailWords.WithSubject(mail), "text/html; charset=utf-8");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        IsOwn = await db.EmailWords.AnyAsync(w => w.Template == Name && w.Culture == Culture, cancel);
        return Page();
    }

    private async Task<IActionResult> RefuseAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        return this.Invalid();
    }
}

/// <summary>What the page posts.</summary>
internal sealed record WordsForm
{
    [Required, MaxLength(300)]
    public string? Subject { get; init; }

    [Required, MaxLength(60_000)]
    public string? Body { get; init; }

    public int Version { get; init; }
}
