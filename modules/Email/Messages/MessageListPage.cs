using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email;

/// <summary>The tenant's mails as a list, newest first, paged by key.</summary>
internal sealed class MessageListPage(TenantDb db, ICurrentUser user, MessageWords words, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private const int CountCap = 1000;
    private const string Newest = "-created";

    private static readonly ListColumn[] Columns =
    [
        new("subject", "email.field.subject", CssClass: "m-title w-text"),
        new("to", "email.field.to", CssClass: "m-doc w-text"),
        new("status", "email.field.status", ListColumnKind.Status, CssClass: "m-st"),
        new("kind", "email.field.kind", CssClass: "w-city"),
        new("created", "email.field.created", ListColumnKind.Code, CssClass: "m-due"),
        new("sent", "email.field.sent", ListColumnKind.Code),
        new("attempts", "email.field.attempts", ListColumnKind.Number, Shown: false),
        new("error", "email.field.error", CssClass: "w-text", Shown: false),
    ];

    private IReadOnlyList<ListFilter> Filters =>
    [
        new("status", "email.field.status", ListFilterKind.Choice, [.. Enum.GetValues<EmailStatus>().Select(s => new ListChoice(MessageWords.Id(s), "email.status." + MessageWords.Id(s)))]),
        new("kind", "email.field.kind", ListFilterKind.Choice, [.. words.Kinds.Select(k => new ListChoice(k, words.Kind(k), IsText: true))]),
        new("created", "email.period", ListFilterKind.Period),
    ];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        var filters = Filters;
        ListSavedView[] views = [new("all", texts["email.views.all"].Value, "", IsOwn: false), new("waiting", texts["email.views.waiting"].Value, "status=queued", IsOwn: false), new("trouble", texts["email.views.trouble"].Value, "status=failed&status=bounced", IsOwn: false)];
        var head = ListHead.Read(request, "emails", Columns, filters, Newest, views, preferences);
        var matching = Narrow(head.State);
        var counted = await matching.OrderByDescending(m => m.Id).Take(CountCap + 1).CountAsync(cancel);
        head = counted > CountCap ? head : head.Within(counted);
        var (messages, hasMore, hasBefore) = await PageAsync(matching, head.State, cancel);
        List<ListAction> secondary = user.Has(Permissions.ManageTemplates) ? [new("templates", "email.templates", "template", prefix + "/admin/emails/templates")] : [];
        if (user.Has(PlatformPermissions.ManageSettings))
        {
            secondary.Add(new("settings", "email.toSettings", "settings", prefix + "/admin/settings/email"));
        }

        return new ListView
        {
            Id = "emails",
            Title = "email.title",
            Path = prefix + "/admin/emails",
            Head = head,
            Filters = filters,
            Rows = [.. messages.Select(m => Row(m, head.Columns, prefix))],
            Total = Math.Min(counted, CountCap),
            TotalIsCapped = counted > CountCap,
            Next = hasMore ? messages[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Previous = hasBefore ? messages[0].Id.ToString(CultureInfo.InvariantCulture) : null,
            SearchLabel = "email.search",
            Secondary = secondary,
            EmptyText = "email.empty",
            EmptyHint = "email.empty.hint",
            EmptyIcon = "mail",
        };
    }

    private static async Task<(List<EmailMessage> Page, bool HasMore, bool HasBefore)> PageAsync(IQueryable<EmailMessage> matching, ListState state, CancellationToken cancel)
    {
        var size = state.PageSize;
        var cursor = long.TryParse(state.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : (long?)null;
        if (state.FromEnd)
        {
            var older = await matching.Where(m => cursor == null || m.Id > cursor).OrderBy(m => m.Id).Take(size + 1).Select(EmailMessages.WithoutBody).ToListAsync(cancel);
            var hasBefore = older.Count > size;
            older = older[..Math.Min(size, older.Count)];
            older.Reverse();
            return (older, cursor is not null && older.Count > 0, hasBefore);
        }

        var skip = cursor is null ? state.Skip : 0;
        var rows = await matching.Where(m => cursor == null || m.Id < cursor).OrderByDescending(m => m.Id).SkipVarying(skip).TakeVarying(size + 1).Select(EmailMessages.WithoutBody).ToListAsync(cancel);
        return (rows[..Math.Min(size, rows.Count)], rows.Count > size, rows.Count > 0 && cursor is not null);
    }

    private IQueryable<EmailMessage> Narrow(ListState state)
    {
        var messages = db.EmailMessages.AsNoTracking();
        var statuses = state.Values("status").Select(s => Enum.TryParse<EmailStatus>(s, ignoreCase: true, out var status) ? status : (EmailStatus?)null).OfType<EmailStatus>().ToList();
        if (statuses.Count > 0)
        {
            messages = messages.Where(m => statuses.Contains(m.Status));
        }

        var kinds = state.Values("kind");
        if (kinds.Length > 0)
        {
            messages = messages.Where(m => kinds.Contains(m.Kind));
        }

        if (Day(state, "createdFrom") is { } from)
        {
            var start = clock.StartOf(from);
            messages = messages.Where(m => m.CreatedUtc >= start);
        }

        if (Day(state, "createdTo") is { } to)
        {
            var end = clock.EndOf(to);
            messages = messages.Where(m => m.CreatedUtc < end);
        }

        if (!string.IsNullOrWhiteSpace(state.Q))
        {
            var found = db.FoundEmails(state.Q);
            messages = messages.Where(m => found.Contains(m.Id));
        }

        return messages;
    }

    private static DateOnly? Day(ListState state, string name) =>
        state.Values(name) is [var value, ..] && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private ListRow Row(EmailMessage message, IReadOnlyList<ListColumn> columns, string? prefix)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"{prefix}/admin/emails/{message.Id}");
        List<ListAction> actions = [new("details", "email.details", "list-details", page)];
        if (user.Has(Permissions.Send) && message is { IsSecret: false, Status: not EmailStatus.Queued })
        {
            actions.Add(new("resend", "email.resend", "mail-forward", page + "?handler=Resend", ListActionMethod.Post, null, "email.resend.ask", "email.resend.detail"));
        }

        return new ListRow(message.Id.ToString(CultureInfo.InvariantCulture), message.Subject, page, [.. columns.Select(c => CellOf(c.Id, message, page))], actions) { PeekHref = page };
    }

    private Cell CellOf(string column, EmailMessage message, string page) => column switch
    {
        "subject" => Cell.Link(message.Subject, page),
        "to" => Cell.Of(message.ToAddress, message.ToName),
        "status" => Cell.Status(MessageWords.Mark(message), words.Status(message), words.Error(message)),
        "kind" => Cell.Of(words.Kind(message.Kind)),
        "created" => Cell.Code(clock.DayAndTime(message.CreatedUtc)),
        "sent" => Cell.Code(message.SentUtc is { } sent ? clock.DayAndTime(sent) : null),
        "attempts" => Cell.Code(message.Attempts.ToString(CultureInfo.CurrentCulture)),
        "error" => Cell.Of(words.Error(message)),
        _ => Cell.Empty,
    };
}
