using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notifications.Panel;

/// <summary>The bell's panel: the reader's last notifications. Opening one marks it read and leads to its page.</summary>
[SignedIn]
internal sealed class IndexModel(TenantDb db, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int Shown = 40;
    private const int Batch = 500;

    public IReadOnlyList<NotificationRow> Rows { get; private set; } = [];

    public bool HasUnread => Rows.Any(r => r.IsUnread);

    public async Task OnGet(CancellationToken cancel) => await ReadAsync(cancel);

    public async Task<IActionResult> OnGetOpen(long id, CancellationToken cancel)
    {
        var own = user.Id;
        if (await db.Notifications.FirstOrDefaultAsync(n => n.Id == id && n.UserId == own, cancel) is not { } notification)
        {
            return NotFound();
        }

        notification.MarkRead(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return LocalRedirect(Request.PathBase + (notification.Path ?? "/admin"));
    }

    public async Task<IActionResult> OnPostReadAll(CancellationToken cancel)
    {
        var own = user.Id;
        var now = clock.UtcNow;
        await db.InBatchesAsync(db.Notifications.Where(n => n.UserId == own && n.ReadUtc == null && n.IsInBell).OrderBy(n => n.Id), Batch, some => some.ForEach(n => n.MarkRead(now)), cancel);
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var own = user.Id;
        var last = await db.Notifications.AsNoTracking().Where(n => n.UserId == own && n.IsInBell).OrderByDescending(n => n.Id).Take(Shown).ToListAsync(cancel);
        Rows = [.. last.Select(n => new NotificationRow(n.Id, n.Kind, texts[n.Text, [.. (JsonSerializer.Deserialize<string[]>(n.Args) ?? [])]].Value, Ago(n.CreatedUtc), clock.DayAndTime(n.CreatedUtc), n.ReadUtc is null, n.Path is not null))];
    }

    private string Ago(DateTime at)
    {
        var passed = clock.UtcNow - at;
        return passed.TotalMinutes < 1 ? texts["notifications.now"].Value
            : passed.TotalHours < 1 ? texts.Plural("notifications.minutes", (long)passed.TotalMinutes)
            : passed.TotalDays < 1 ? texts.Plural("notifications.hours", (long)passed.TotalHours)
            : clock.Day(at);
    }
}

/// <summary>A notification as the panel shows it.</summary>
internal sealed record NotificationRow(long Id, string Kind, string Text, string Ago, string At, bool IsUnread, bool HasPage);
