using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>What narrows a client's history.</summary>
internal sealed record ChangeFilter
{
    public string? Kind { get; init; }

    /// <summary>Any of these kinds; empty for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public string? Field { get; init; }
    public string? User { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>Entry after which to go on: older ones.</summary>
    public long? Before { get; init; }

    /// <summary>Whether all acts are asked for, from <see cref="Before"/> on.</summary>
    public bool IsAll => Kind is null && Kinds.Count == 0 && Field is null && User is null && From is null && To is null;
}

/// <summary>An act in a client's history.</summary>
internal sealed record ClientAct(long Id, DateTime At, string Who, string Kind, string What, string Icon, string ErpSync, IReadOnlyList<ActLine> Lines)
{
    /// <summary>The kind as a noun, for tables: "Edição".</summary>
    public required string KindName { get; init; }

    /// <summary>What the record was called.</summary>
    public required string Target { get; init; }

    /// <summary>Address that it came from; empty for the system.</summary>
    public required string Ip { get; init; }

    public string Time => At.ToString("t", CultureInfo.CurrentCulture);
}

/// <summary>A changed field, as people read it.</summary>
internal sealed record ActLine(string Field, string Before, string After)
{
    /// <summary>Where the old value can be restored, below the client's history; null where it cannot or is in force.</summary>
    public string? Restore { get; init; }
}

/// <summary>The acts of a day.</summary>
internal sealed record ActDay(string Title, IReadOnlyList<ClientAct> Acts);

/// <summary>Reads a client's history: its own acts, those of its records, and its lines in bulk acts.</summary>
internal sealed class ClientChanges(TenantDb db, ClientMerging merging, IAddedFields added, IEnumerable<RecordPage> pages, ICurrentUser user, TenantClock clock, IStringLocalizer texts)
{
    private readonly IReadOnlyDictionary<string, RecordPage> _pages = RecordPage.ByType(pages);

    private AddedFieldNames _added = AddedFieldNames.None;

    /// <summary>Acts, newest first, and the place to go on from; null at the end. Where old values can be restored is said only where it is asked for.</summary>
    public async Task<(IReadOnlyList<ClientAct> Acts, long? Next)> ReadAsync(long clientId, ChangeFilter filter, int limit, CancellationToken cancel, bool withRestore = false)
    {
        var entries = db.Set<HistoryEntry>().AsNoTracking();
        var clients = await merging.WithMergedAsync(clientId, cancel);
        var lines = db.Set<HistoryLine>().AsNoTracking().Where(l => l.ClientId != null && clients.Contains(l.ClientId.Value));

        // Who may not see a client's notes does not read them in the history; of a module that is switched off nobody can say who may.
        var seen = _pages.Values.Where(p => p.Permission is null || user.Has(p.Permission)).Select(p => p.RecordType).ToList();
        var own = entries.Where(e => e.ClientId != null && clients.Contains(e.ClientId.Value) && seen.Contains(e.RecordType)).Select(e => e.Id);

        // Asked line by line: joined, PostgreSQL would read every later act of the others too.
        var bulk = lines.Where(l => seen.Contains(entries.Where(e => e.Id == l.EntryId).Select(e => e.RecordType).First())).Select(l => l.EntryId);
        if (filter.Before is { } before)
        {
            own = own.Where(id => id < before);
            bulk = bulk.Where(id => id < before);
        }

        if (filter.IsAll)
        {
            // Of a long history no more is read than can be shown.
            own = own.OrderByDescending(id => id).Take(limit + 1);
            bulk = bulk.Distinct().OrderByDescending(id => id).Take(limit + 1);
        }

        var ids = own.Union(bulk);
        var found = entries.Where(e => ids.Contains(e.Id));
        if (filter.Kind is { } kind)
        {
            found = found.Where(e => e.Kind == kind);
        }

        if (filter.Kinds.Count > 0)
        {
            found = found.Where(e => filter.Kinds.Contains(e.Kind));
        }

        if (filter.User is { } name)
        {
            found = found.Where(e => e.UserName == name);
        }

        if (filter.From is { } from)
        {
            var start = clock.StartOf(from);
            found = found.Where(e => e.AtUtc >= start);
        }

        if (filter.To is { } to)
        {
            var end = clock.EndOf(to);
            found = found.Where(e => e.AtUtc < end);
        }

        if (filter.Field is { } field)
        {
            found = found.Where(e => lines.Any(l => l.EntryId == e.Id && (l.Field == field || l.Field == "*")));
        }

        var page = await found.OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(cancel);
        var next = page.Count > limit ? page[limit - 1].Id : (long?)null;
        page = [.. page.Take(limit)];
        var pageIds = page.Select(e => e.Id).ToList();
        var pageLines = await lines.Where(l => pageIds.Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel);
        var byEntry = pageLines.ToLookup(l => l.EntryId);
        var current = withRestore ? await CurrentAsync(clientId, cancel) : null;
        _added = await added.NamesAsync(cancel);
        return ([.. page.Select(e => Act(clientId, e, byEntry[e.Id], filter.Field, current))], next);
    }

    public IReadOnlyList<ActDay> ByDay(IEnumerable<ClientAct> acts) =>
        [.. acts.GroupBy(a => DateOnly.FromDateTime(a.At)).Select(g => new ActDay(Title(g.Key), [.. g]))];

    private string Title(DateOnly day) => (clock.Today.DayNumber - day.DayNumber) switch
    {
        0 => texts["clients.activity.today", day.ToString("M", CultureInfo.CurrentCulture)],
        1 => texts["clients.activity.yesterday", day.ToString("M", CultureInfo.CurrentCulture)],
        _ => day.ToString("D", CultureInfo.CurrentCulture),
    };

    /// <summary>The value that a line of a client says was there before, and the field; null where the line is not about that, or was erased.</summary>
    public static (string Field, string Value)? OldValue(HistoryEntry entry, HistoryLine line, string field, long clientId)
    {
        if (line.IsErased || entry.RecordType != Client.RecordType || (line.RecordId ?? entry.RecordId) != clientId || !ClientFields.All.Any(f => f.Name == field))
        {
            return null;
        }

        if (line.Field == field)
        {
            return (field, ClientFields.Stored(field, line.OldValue));
        }

        return line.Field == "*" && Values(line.OldValue) is { } before && before.TryGetValue(field, out var value) ? (field, ClientFields.Stored(field, value)) : null;
    }

    /// <summary>The client as it is, for a reader who may change it.</summary>
    private async Task<(long Id, ClientDetails Details)?> CurrentAsync(long clientId, CancellationToken cancel) =>
        user.Has(Permissions.Edit) && await db.Clients.AsNoTracking().FirstOrDefaultAsync(c => c.Id == clientId, cancel) is { } client ? (clientId, client.Details) : null;

    private ClientAct Act(long clientId, HistoryEntry entry, IEnumerable<HistoryLine> lines, string? field, (long Id, ClientDetails Details)? current)
    {
        var page = entry.RecordType == Client.RecordType ? null : _pages.GetValueOrDefault(entry.RecordType);
        var what = page is null ? texts["clients.act." + entry.Kind] : texts["clients.act.of." + entry.Kind, texts[page.Title].Value.ToLower(CultureInfo.CurrentUICulture), entry.RecordName];
        var said = what.ResourceNotFound ? entry.Kind : what.Value;
        // What was merged with this client keeps its name in what happened to it.
        var isAnother = entry is { RecordType: Client.RecordType, RecordId: { } record } && record != clientId;
        var noun = texts["clients.kind." + entry.Kind];
        return new ClientAct(entry.Id, clock.ToLocal(entry.AtUtc), Who(entry), entry.Kind,
            isAnother ? texts["clients.act.elsewhere", said, entry.RecordName].Value : said, page is null || entry.Kind.StartsWith("log", StringComparison.Ordinal) ? Icon(entry.Kind) : "note", texts["clients.erp." + entry.ErpSync].Value,
            [.. lines.SelectMany(l => Lines(l, page).Where(x => field is null || x.Name == field).Select(x => x.Line with { Restore = Restore(entry, l, x.Name, current) }))])
        { Target = entry.RecordName, Ip = entry.RemoteIp ?? "", KindName = (noun.ResourceNotFound ? entry.Kind : noun.Value) + (page is null ? "" : " · " + texts[page.Title].Value) };
    }

    private string? Restore(HistoryEntry entry, HistoryLine line, string field, (long Id, ClientDetails Details)? current)
    {
        if (current is not var (id, details) || OldValue(entry, line, field, id) is not var (name, value) || (name is "blocked" or "blockedReason" && !user.Has(Permissions.Block)))
        {
            return null;
        }

        return ClientFields.All.First(f => f.Name == name).Get(details) == value || (name == "blockedReason" && !details.Blocked)
            ? null
            : FormattableString.Invariant($"{line.Id}/restore?field={name}");
    }

    private string Who(HistoryEntry entry) =>
        entry.UserName.Length == 0 ? texts["clients.act.system"].Value
        : entry is { UserId: null, UserName: "recipe" } ? texts["clients.act.recipe"].Value
        : entry.OnBehalfOf is { Length: > 0 } other ? texts["clients.act.onBehalf", entry.UserName, other].Value
        : entry.UserName;

    /// <summary>A line of one field, or of a whole record: then one per field that it holds.</summary>
    private IEnumerable<(string Name, ActLine Line)> Lines(HistoryLine line, RecordPage? page)
    {
        if (line.IsErased)
        {
            yield return (line.Field, Line(line.Field, null, null, page) with { After = texts["history.erased"].Value });
            yield break;
        }

        if (line.Field != "*")
        {
            yield return (line.Field, Line(line.Field, line.OldValue, line.NewValue, page));
            yield break;
        }

        var before = Values(line.OldValue);
        var after = Values(line.NewValue);
        foreach (var name in before.Keys.Union(after.Keys).Where(name => name is not ("createdUtc" or "ownerId" or "deletedUtc") && (page is null || name != "clientId")))
        {
            if (name == "fields")
            {
                // What admins added: one line each, as of any other field.
                var (old, now) = (Values(before.GetValueOrDefault(name)), Values(after.GetValueOrDefault(name)));
                foreach (var key in old.Keys.Union(now.Keys))
                {
                    yield return (name, Line(AddedFieldNames.Prefix + key, old.GetValueOrDefault(key), now.GetValueOrDefault(key), page));
                }

                continue;
            }

            yield return (name, Line(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name), page));
        }
    }

    /// <summary>A field of the client, or one of a record of another module.</summary>
    private ActLine Line(string field, string? before, string? after, RecordPage? page)
    {
        var label = texts[(page?.FieldPrefix ?? "clients.field.") + field];
        return new ActLine(label.ResourceNotFound ? _added.Of(page?.RecordType ?? Client.RecordType, field) : label.Value, Shown(before), Shown(after));

        string Shown(string? value) => page is null ? ClientFields.Shown(field, value, texts) : HistoryValues.Say(page, field, value, clock, texts) ?? "";
    }

    private static Dictionary<string, string?> Values(string? json)
    {
        if (json is null || !json.StartsWith('{'))
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString(), StringComparer.Ordinal);
    }

    private static string Icon(string kind) => kind switch
    {
        "created" => "user-plus",
        "imported" => "file-import",
        "deleted" or "purged" => "trash",
        "restored" => "restore",
        "merged" => "users-group",
        "login" or "loginAs" => "login-2",
        "loginFailed" or "loginLockedOut" => "lock",
        "logout" or "loginAsEnded" => "logout",
        _ => "pencil",
    };
}
