using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notifications.Preferences;

/// <summary>How one is told of what.</summary>
[SignedIn]
internal sealed class IndexModel(IEnumerable<NotificationType> types, NotificationMails mails, IUserPreferences preferences, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    public const string Path = "/admin/notifications/preferences";

    /// <summary>False where no mail leaves.</summary>
    public bool HasMail => mails.CanSend;

    public IReadOnlyList<NotificationType> Types { get; } = [.. types.Where(t => t.Permission is null || user.Has(t.Permission)).OrderBy(t => t.Order)];

    public FormFooter Footer => new("notifications.preferences.save", Request.PathBase + "/admin");

    public Channels ChannelsOf(NotificationType type) => Channels.Parse(preferences.Get(Channels.PreferenceOf(type.Id)));

    /// <summary>When the digest comes.</summary>
    public int Hour => DigestHour.Parse(preferences.Get(DigestHour.Preference));

    public IReadOnlyList<SelectListItem> Hours => [.. Enumerable.Range(0, 24).Select(h => new SelectListItem(new TimeOnly(h, 0).ToString("t", CultureInfo.CurrentCulture), h.ToString(CultureInfo.InvariantCulture), h == Hour))];

    public void OnGet()
    {
        // draws what is stored
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        foreach (var type in Types)
        {
            var before = ChannelsOf(type);
            var mail = HasMail && Enum.TryParse<MailWhen>(Request.Form[type.Id + ".mail"], out var when) && Enum.IsDefined(when) ? when : before.Mail;
            var chosen = new Channels(Request.Form[type.Id + ".bell"] == "true", mail);
            if (chosen != before)
            {
                await preferences.SetAsync(Channels.PreferenceOf(type.Id), chosen == Channels.Default ? null : chosen.ToString(), cancel);
            }
        }

        if (HasMail && Request.Form.TryGetValue("hour", out var hour) && DigestHour.Parse(hour) is var wanted && wanted != Hour)
        {
            await preferences.SetAsync(DigestHour.Preference, wanted == DigestHour.Default ? null : wanted.ToString(CultureInfo.InvariantCulture), cancel);
        }

        return this.Saved(texts["notifications.preferences.saved"].Value, Path);
    }
}
