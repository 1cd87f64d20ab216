using ClientSuite.Access;
using ClientSuite.Lists;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Jobs.Events;

/// <summary>Events that were not handled yet: waiting, or parked after their last try.</summary>
[RequirePermission(PlatformPermissions.ManageJobs)]
internal sealed class IndexModel(IOutbox outbox, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private static readonly ListColumn[] Columns =
    [
        new("type", "jobs.events.type", CssClass: "m-title w-text"),
        new("state", "jobs.events.state", ListColumnKind.Status, CssClass: "m-sus"),
        new("created", "jobs.events.created", ListColumnKind.Code, CssClass: "m-due"),
        new("attempts", "jobs.events.attempts", ListColumnKind.Number),
        new("next", "jobs.events.next", ListColumnKind.Code),
        new("record", "jobs.events.record"),
        new("error", "jobs.events.error", CssClass: "w-text"),
        new("correlation", "jobs.events.correlation", ListColumnKind.Code, Shown: false),
    ];

    private static readonly ListFilter[] Filters =
        [new("state", "jobs.events.state", ListFilterKind.Choice, [new("parked", "jobs.events.parked"), new("waiting", "jobs.events.waiting")])];

    public ListView List { get; private set; } = null!; // set by OnGet

    public async Task OnGet(CancellationToken cancel)
    {
        var prefix = Request.PathBase.Value;
        var head = ListHead.Read(Request, "outbox", Columns, Filters, "-created", [new("all", texts["jobs.events.all"].Value, "", IsOwn: false), new("parked", texts["jobs.events.parked.many"].Value, "state=parked", IsOwn: false)], preferences);
        var states = head.State.Values("state");
        bool? parked = states is [var one] ? one == "parked" : null;
        var counts = await outbox.CountAsync(cancel);
        var total = (parked is not true ? counts.Waiting : 0) + (parked is not false ? counts.Parked : 0);
        var isCapped = counts.Waiting >= 1000 || counts.Parked >= 1000;
        head = isCapped ? head : head.Within(total);
        var events = await outbox.ListAsync(parked, head.State.Skip, head.State.PageSize + 1, cancel);
        List = new ListView
        {
            Id = "outbox",
            Title = "jobs.events",
            Path = prefix + "/admin/jobs/events",
            Head = head,
            Filters = Filters,
            Rows = [.. events.Take(head.State.PageSize).Select(e => Row(e, head.Columns, prefix))],
            Total = Math.Max(total, events.Count > head.State.PageSize ? head.State.Page * head.State.PageSize : 0),
            TotalIsCapped = isCapped,
            Next = events.Count > head.State.PageSize ? "page" : null,
            Previous = head.State.Page > 1 ? "page" : null,
            Secondary = counts.Parked > 0 ? [Tasks(prefix), new("retry-all", "jobs.events.retryAll", "refresh", prefix + "/admin/jobs/events?handler=Retry", ListActionMethod.Post, null, "jobs.events.retryAll.ask", "jobs.events.retryAll.detail")] : [Tasks(prefix)],
            EmptyText = "jobs.events.empty",
            EmptyHint = "jobs.events.empty.hint",
            EmptyIcon = "checks",
        };
    }

    /// <summary>Retries one event, or every parked one without an id.</summary>
    public async Task<IActionResult> OnPostRetry(long? id, CancellationToken cancel)
    {
        var count = await outbox.RetryAsync(id, cancel);
        return this.Saved(texts.Plural("jobs.events.retried", count), "/admin/jobs/events");
    }

    public async Task<IActionResult> OnPostDiscard(long id, CancellationToken cancel)
    {
        await outbox.DiscardAsync(id, cancel);
        return this.Saved(texts["jobs.events.discarded"], "/admin/jobs/events");
    }

    private static ListAction Tasks(string? prefix) => new("tasks", "jobs.tasks", "clock-play", prefix + "/admin/jobs");

    private ListRow Row(WaitingEvent item, IReadOnlyList<ListColumn> columns, string? prefix)
    {
        var name = item.Type[(item.Type.LastIndexOf('.') + 1)..];
        var self = $"{prefix}/admin/jobs/events?id={item.Id}&handler=";
        List<ListAction> actions = [new("retry", "jobs.events.retry", "refresh", self + "Retry", ListActionMethod.Post)];
        if (item.ParkedUtc is not null)
        {
            actions.Add(new("discard", "jobs.events.discard", "trash", self + "Discard", ListActionMethod.Post, "Del", "jobs.events.discard.ask", "jobs.events.discard.detail", Danger: true));
        }

        return new ListRow(item.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), name, null, [.. columns.Select(c => CellOf(c.Id, item, name))], actions);
    }

    private Cell CellOf(string column, WaitingEvent item, string name) => column switch
    {
        "type" => Cell.Of(name, item.Type),
        "state" => item.ParkedUtc is { } parked ? Cell.Status("bad", texts["jobs.events.parked"].Value, clock.DayAndTime(parked))
            : item.Attempts > 0 ? Cell.Status("warn", texts["jobs.events.retrying"].Value) : Cell.Status("info", texts["jobs.events.waiting"].Value),
        "created" => Cell.Code(clock.DayAndTime(item.CreatedUtc)),
        "attempts" => Cell.Code(item.Attempts.ToString(System.Globalization.CultureInfo.CurrentCulture)),
        "next" => item.ParkedUtc is null ? Cell.Code(clock.DayAndTime(item.NextAttemptUtc)) : Cell.Empty,
        "record" => Cell.Of(item.RecordKey),
        "error" => Cell.Of(item.Error),
        "correlation" => Cell.Code(item.CorrelationId),
        _ => Cell.Empty,
    };
}
