using System.Globalization;
using System.Text;
using System.Text.Json;
using ClientSuite.Email;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notifications;

/// <summary>Notifications by mail, in the reader's language. Where the feature Email is off, none leave.</summary>
internal sealed class NotificationMails(IEnumerable<IEmailComposer> composers, IEmailQueue mail, ISettings<SiteSettings> site, TenantContext tenant, TenantClock clock, IStringLocalizer texts)
{
    /// <summary>A digest says so many, the newest.</summary>
    public const int MostLines = 100;

    public static EmailTemplate One => new("notifications.mail.one", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = "Ana Souza",
        ["text"] = "Importar clientes.xlsx: concluída",
        ["link"] = "https://crm.example.com/admin/operations/7",
    });

    public static EmailTemplate Digest => new("notifications.mail.digest", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = "Ana Souza",
        ["count"] = "2",
        ["lines"] = "08:14 Importar clientes.xlsx: concluída\n09:30 Exportar clientes: concluída",
        ["link"] = "https://crm.example.com/admin",
    });

    public bool CanSend => composers.Any();

    public bool CanReach(Reader reader) => CanSend && reader.Email.Length > 0;

    /// <summary>Queues a mail about one with the next save.</summary>
    public Task SendAsync(Reader reader, Notification notification, CancellationToken cancel) => SendAsync(reader, One, [notification], 1, cancel);

    /// <summary>Queues a mail about all that waited with the next save.</summary>
    /// <param name="reader">Whom it is for.</param>
    /// <param name="newest">The newest of what waited, oldest first; at most <see cref="MostLines"/>.</param>
    /// <param name="count">How many waited.</param>
    /// <param name="cancel">Cancels.</param>
    public Task SendDigestAsync(Reader reader, IReadOnlyList<Notification> newest, int count, CancellationToken cancel) => SendAsync(reader, Digest, newest, count, cancel);

    private async Task SendAsync(Reader reader, EmailTemplate template, IReadOnlyList<Notification> notifications, int count, CancellationToken cancel)
    {
        if (!CanReach(reader) || composers.LastOrDefault() is not { } composer)
        {
            return;
        }

        var settings = await site.GetAsync(cancel);
        var culture = CultureOf(reader.Preferences) ?? settings.Culture;
        var root = settings.KnownRoot(tenant.Settings); // without one, mails go without links
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = reader.Name };
        var own = CultureInfo.CurrentUICulture;
        var ownFormats = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            if (template.Name == Digest.Name)
            {
                var lines = new StringBuilder();
                if (count > notifications.Count)
                {
                    lines.Append("…\n");
                }

                foreach (var notification in notifications)
                {
                    lines.Append(clock.DayAndTime(notification.CreatedUtc)).Append("  ").Append(Sentence(notification)).Append('\n');
                }

                values["count"] = count.ToString("N0", CultureInfo.CurrentCulture);
                values["lines"] = lines.ToString().TrimEnd('\n');
                values["link"] = root.Length == 0 ? "" : root + "/admin";
            }
            else
            {
                values["text"] = Sentence(notifications[0]);
                values["link"] = root.Length == 0 ? "" : root + (notifications[0].Path ?? "/admin");
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = own;
            CultureInfo.CurrentCulture = ownFormats;
        }

        var draft = await composer.ComposeAsync(template.Name, culture, reader.Email, values, cancel);
        mail.Enqueue(draft with { ToName = reader.Name });
    }

    private string Sentence(Notification notification) => texts[notification.Text, [.. JsonSerializer.Deserialize<string[]>(notification.Args) ?? []]].Value;

    private static string? CultureOf(string preferences)
    {
        using var all = JsonDocument.Parse(preferences.Length == 0 ? "{}" : preferences);
        return all.RootElement.TryGetProperty("culture", out var culture) ? culture.GetString() : null;
    }
}
