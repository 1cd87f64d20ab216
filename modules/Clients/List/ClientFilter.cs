using System.Collections.Frozen;
using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Values;
using Microsoft.Extensions.Primitives;

namespace ClientSuite.Clients;

/// <summary>What narrows the list: the same for pages, the API, exports and bulk actions. Filters combine with AND, several
/// values of one with OR.</summary>
internal sealed record ClientFilter
{
    public const string FieldPrefix = "fields.";

    public static IReadOnlyList<string> OwnNames { get; } =
        ["tradeName", "legalName", "id", "taxId", "email", "city", "state", "personKind", "status", "blocked", "createdFrom", "createdTo"];

    /// <summary>A name in a query that no filter of the reader's has.</summary>
    public const string UnknownKey = "clients.error.filter.unknown";

    private const string Search = "q";

    /// <summary>What else an address of the list says: the place, the page, what is done with the rows and how they are written.</summary>
    private static readonly FrozenSet<string> Others =
        new[] { "deleted", "sort", "page", "pageSize", "after", "end", "total", "view", "handler", "ids", "all", "except", "format", "columns", "culture" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string? Q { get; init; }
    public IReadOnlyList<string> TradeNames { get; init; } = [];
    public IReadOnlyList<string> LegalNames { get; init; } = [];
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>Ids left out.</summary>
    public IReadOnlyList<long> Except { get; init; } = [];
    public IReadOnlyList<string> TaxIds { get; init; } = [];
    public IReadOnlyList<string> Emails { get; init; } = [];
    public IReadOnlyList<string> Cities { get; init; } = [];
    public IReadOnlyList<string> States { get; init; } = [];
    public IReadOnlyList<PersonKind> Kinds { get; init; } = [];
    public IReadOnlyList<string> Statuses { get; init; } = [];
    public bool? Blocked { get; init; }
    public DateOnly? CreatedFrom { get; init; }
    public DateOnly? CreatedTo { get; init; }

    /// <summary>The trash instead of the list.</summary>
    public bool Deleted { get; init; }

    /// <summary>Values by id of a contributed column.</summary>
    public IReadOnlyDictionary<string, string[]> Contributed { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Values by storage key of a field that admins added, exactly as stored.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>True where nothing narrows the list but the search.</summary>
    public bool IsSearchOnly => this is
    {
        TradeNames: [], LegalNames: [], Ids: [], Except: [], TaxIds: [], Emails: [], Cities: [], States: [], Kinds: [], Statuses: [],
        Blocked: null, CreatedFrom: null, CreatedTo: null, Deleted: false, Contributed.Count: 0, Fields.Count: 0,
    };

    /// <summary>True where the filter narrows by a contributed column.</summary>
    public bool Names(IClientColumn column) => column.Id == StatusColumn.Name ? Statuses.Count > 0 : Parameters(column).Any(Contributed.ContainsKey);

    /// <summary>True for a name in a query that narrows.</summary>
    public static bool Narrows(string name, IEnumerable<IClientColumn> columns) => name.Equals(Search, StringComparison.OrdinalIgnoreCase)
        || OwnNames.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith(FieldPrefix, StringComparison.Ordinal) || columns.SelectMany(Parameters).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that a contributed column's filter has in a query; none where it offers none.</summary>
    public static IReadOnlyList<string> Parameters(IClientColumn column) => column.Filter switch
    {
        null => [],
        Lists.ListFilterKind.Period => [column.Id + "From", column.Id + "To"],
        _ => [column.Id],
    };

    /// <summary>Reads values by name; what cannot be read is left out and named in <paramref name="problems"/>: whoever went on without would have more
    /// clients than were meant.</summary>
    public static ClientFilter Read(IEnumerable<KeyValuePair<string, StringValues>> query, IEnumerable<IClientColumn> columns, out IReadOnlyList<FieldProblem> problems)
    {
        var all = query.ToDictionary(q => q.Key, q => q.Value.OfType<string>().ToArray(), StringComparer.OrdinalIgnoreCase);
        string[] Values(string name) => all.GetValueOrDefault(name, []);
        var wrong = all.Where(q => !Others.Contains(q.Key) && q.Value.Any(v => !string.IsNullOrWhiteSpace(v)) && !Narrows(q.Key, columns)).Select(q => new FieldProblem(q.Key, UnknownKey, Cut(q.Key))).ToList();
        IReadOnlyList<T> Many<T>(string name, Func<string, (bool, T)> read)
        {
            var found = new List<T>();
            foreach (var text in Values(name).SelectMany(v => name is "id" or "state" or "personKind" or "status" ? v.Split(',') : [v]).Select(v => v.Trim()).Where(v => v.Length > 0))
            {
                var (isRead, value) = text.Length <= 300 && TextCleaning.TryClean(text, out var clean) ? read(clean) : (false, default(T)!);
                if (isRead)
                {
                    found.Add(value);
                }
                else
                {
                    wrong.Add(new FieldProblem(name, "clients.error.filter", name, Cut(text)));
                }
            }

            return found;
        }

        (bool, DateOnly?) Day(string text) => (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), day);
        (bool, bool?) YesNo(string text) => text.ToLowerInvariant() switch
        {
            "yes" or "true" or "1" => (true, true),
            "no" or "false" or "0" => (true, false),
            _ => (false, null),
        };

        var contributed = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var column in columns.Where(c => c.Filter is not null && c.Id != StatusColumn.Name))
        {
            foreach (var name in Parameters(column))
            {
                var given = Values(name).Where(v => v.Length > 0).ToArray();
                if (Array.Find(given, v => v.Length > 300 || !TextCleaning.TryClean(v, out _)) is { } refused)
                {
                    wrong.Add(new FieldProblem(name, "clients.error.filter", name, refused.Length <= 60 ? refused : refused[..60]));
                }
                else if (given.Length > 0)
                {
                    contributed[name] = [.. given.Select(TextCleaning.Clean)];
                }
            }
        }

        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in all.Keys.Where(k => k.StartsWith(FieldPrefix, StringComparison.Ordinal)))
        {
            if (name.Length > FieldPrefix.Length && name.Length <= FieldPrefix.Length + 100 && !name.AsSpan().ContainsAny('"', '\\', '\0'))
            {
                fields[name[FieldPrefix.Length..]] = Many(name, t => (true, t));
            }
            else
            {
                wrong.Add(new FieldProblem(name, "clients.error.filter", name, ""));
            }
        }

        var blocked = Many("blocked", YesNo).Distinct().ToList();
        var q = Values(Search).FirstOrDefault();
        var filter = new ClientFilter
        {
            Q = TextCleaning.TryClean(q, out var words) && words.Length > 0 ? words[..(words.Length <= 200 ? words.Length : char.IsHighSurrogate(words[199]) ? 199 : 200)] : null,
            TradeNames = Many("tradeName", Text),
            LegalNames = Many("legalName", Text),
            Ids = Many("id", t => (long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id), id)),
            TaxIds = Many("taxId", t => (true, Bare(t))),
            Emails = Many("email", Text),
            Cities = Many("city", Text),
            States = Many("state", t => (BrazilianState.TryParse(t, out var state), state?.Code ?? "")),
            Kinds = Many("personKind", t => t.ToLowerInvariant() switch { "natural" => (true, PersonKind.Natural), "legal" => (true, PersonKind.Legal), _ => (false, default) }),
            Statuses = Many("status", t => (t is "active" or "inactive", t)),
            Blocked = blocked.Count == 1 ? blocked[0] : null,
            CreatedFrom = Last(Many("createdFrom", Day)),
            CreatedTo = Last(Many("createdTo", Day)),
            Deleted = Last(Many("deleted", YesNo)) == true,
            Contributed = contributed,
            Fields = fields,
        };
        problems = wrong;
        return filter;
    }

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60];

    private static T? Last<T>(IReadOnlyList<T> values) => values.Count == 0 ? default : values[^1];

    private static (bool, string) Text(string text) => (true, TextFolding.Fold(text));

    private static string Bare(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
}

/// <summary>What is wrong with a value.</summary>
/// <param name="Field">Name of the field as in <see cref="ClientFields"/>.</param>
/// <param name="Key">Text key.</param>
/// <param name="Args">Arguments of the text.</param>
internal sealed record FieldProblem(string Field, string Key, params object[] Args);
