using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Settings;

/// <summary>Whether clients read comments, and how many they would read.</summary>
[RequirePermission(PlatformPermissions.ManageSettings)]
internal sealed class IndexModel(ISettings<NotesSettings> settings, CommentAudience audience, IEnumerable<SettingsPage> pages, IHistory history, ICurrentUser user, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Type of record in the history.</summary>
    public const string RecordType = "Notes.Settings";

    public const string Path = "/admin/settings/notes";

    [BindProperty]
    public NotesSettingsForm Form { get; set; } = new();

    public bool HasPortal => audience.HasPortal;

    /// <summary>Comments that are not private.</summary>
    public int Shared { get; private set; }

    /// <summary>Files of those.</summary>
    public int SharedFiles { get; private set; }

    /// <summary>The settings pages that the reader may open.</summary>
    public IReadOnlyList<RecordTab> Tabs => pages.Tabs(Path, Request, user, texts);

    public FormFooter Footer => new("notes.settings.save", Request.PathBase + "/admin/settings");

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Form = new NotesSettingsForm { ShowsComments = (await settings.GetAsync(cancel)).ShowsComments };
        var shared = db.SharedComments;
        Shared = await shared.CountAsync(cancel);
        SharedFiles = await db.Attachments.CountAsync(a => shared.Any(c => c.Id == a.RecordId), cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var before = (await settings.GetAsync(cancel)).ShowsComments;
        if (before != Form.ShowsComments)
        {
            var entry = await history.AddAsync("updated", RecordType, null, texts["notes.settings"].Value, null, cancel);
            history.AddLine(entry, "showsComments", before ? "true" : "false", before ? "false" : "true");
            await settings.SetAsync(new NotesSettings { ShowsComments = Form.ShowsComments }, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["notes.settings.saved"].Value, Path);
    }
}

/// <summary>What the page posts.</summary>
internal sealed record NotesSettingsForm
{
    public bool ShowsComments { get; init; }
}
