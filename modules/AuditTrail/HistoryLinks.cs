using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;

namespace ClientSuite.AuditTrail;

/// <summary>Where the records of some acts have their page: none for a record that is gone, or that the reader may not see. Asks once per
/// type of record, for all acts of a page.</summary>
internal sealed class HistoryLinks(IRecordLookup records, IEnumerable<RecordPage> pages, IEnumerable<ClientRecordPage> clientPages, ICurrentUser user)
{
    private const string ClientType = "Clients.Client";

    private readonly IReadOnlyDictionary<string, RecordPage> _pages = RecordPage.ByType(pages);
    private readonly ILookup<string, ClientRecordPage> _clientPages = clientPages.ToLookup(p => p.RecordType, StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<long>> _found = new(StringComparer.Ordinal);

    /// <summary>Looks which records there are: before <see cref="Of"/>.</summary>
    public async Task ReadAsync(IReadOnlyCollection<RecordRef> refs, CancellationToken cancel)
    {
        foreach (var ofType in refs.Where(r => r.Id is not null && HasPageOfItsOwn(r.Type)).GroupBy(r => r.Type, r => r.Id!.Value, StringComparer.Ordinal)) // filtered just before
        {
            await FindAsync(ofType.Key, ofType, cancel);
        }

        await FindAsync(ClientType, refs.Where(r => r.ClientId is not null && _clientPages.Contains(r.Type)).Select(r => r.ClientId!.Value), cancel); // filtered just before
    }

    /// <summary>Page of a record below the tenant; else of the client that it belongs to; null for none.</summary>
    public string? Of(RecordRef record) => Own(record) ?? _clientPages[record.Type].Where(p => user.Has(p.Permission) && Has(ClientType, record.ClientId)).Select(p => Fill(p.Path, record.ClientId)).FirstOrDefault();

    private string? Own(RecordRef record) => !_pages.TryGetValue(record.Type, out var page) || page.Path is not { } path || (page.Permission is { } permission && !user.Has(permission)) ? null
        : !path.Contains("{0}", StringComparison.Ordinal) ? path // settings are one for all
        : Has(record.Type, record.Id) ? Fill(path, record.Id)
        : null;

    private bool HasPageOfItsOwn(string type) => _pages.TryGetValue(type, out var page) && page.Path?.Contains("{0}", StringComparison.Ordinal) == true && (page.Permission is null || user.Has(page.Permission));

    private async Task FindAsync(string type, IEnumerable<long> ids, CancellationToken cancel)
    {
        var known = _found.TryGetValue(type, out var some) ? some : _found[type] = [];
        var asked = ids.Where(id => !known.Contains(id)).Distinct().ToList();
        var withTrash = _pages.GetValueOrDefault(type)?.TrashPermission is { } trash && user.Has(trash);
        known.UnionWith((await records.FindAsync(type, asked, withTrash, cancel)).Select(r => r.Id));
    }

    private bool Has(string type, long? id) => id is { } number && _found.TryGetValue(type, out var known) && known.Contains(number);

    private static string Fill(string path, long? id) => string.Format(CultureInfo.InvariantCulture, path, id);
}

/// <summary>What an act was about.</summary>
/// <param name="ClientId">The client whose history shows it; null for none.</param>
internal sealed record RecordRef(string Type, long? Id, long? ClientId)
{
    public static RecordRef Of(HistoryEntry entry) => new(entry.RecordType, entry.RecordId, entry.ClientId);
}
