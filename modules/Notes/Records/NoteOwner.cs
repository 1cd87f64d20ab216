using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;

namespace ClientSuite.Notes;

/// <summary>What notes are about: a client, or for comments any record, with its client where it has one.</summary>
/// <param name="ClientId">The client; 0 for none.</param>
internal sealed record NoteOwner(long ClientId)
{
    /// <summary>Type of the record; empty for the client itself.</summary>
    public string RecordType { get; init; } = "";

    public long RecordId { get; init; }

    /// <summary>Where its thread of comments answers, below the tenant.</summary>
    public string ThreadPath => RecordType.Length == 0
        ? FormattableString.Invariant($"/admin/comments?type={NoteOwners.ClientType}&record={ClientId}")
        : FormattableString.Invariant($"/admin/comments?type={RecordType}&record={RecordId}");

    public Comment NewComment() => new() { ClientId = ClientId, RecordType = RecordType, RecordId = RecordId };

    /// <summary>Those of some records that are about it.</summary>
    public IQueryable<T> Of<T>(IQueryable<T> records) where T : ContentItem => records switch
    {
        IQueryable<InternalNote> notes => (IQueryable<T>)notes.Where(n => RecordType == "" && n.ClientId == ClientId),
        IQueryable<ClientAlert> alerts => (IQueryable<T>)alerts.Where(a => RecordType == "" && a.ClientId == ClientId),
        IQueryable<Comment> comments when RecordType.Length == 0 => (IQueryable<T>)comments.Where(c => c.ClientId == ClientId && c.RecordType == ""),
        IQueryable<Comment> comments => (IQueryable<T>)comments.Where(c => c.RecordType == RecordType && c.RecordId == RecordId),
        _ => throw new ArgumentException("No kind of note.", nameof(records)),
    };
}

/// <summary>Finds what notes are about, for who may see it.</summary>
internal sealed class NoteOwners(IClientDirectory clients, IRecordLookup records, IEnumerable<RecordPage> pages, ICurrentUser user)
{
    public const string ClientType = "Clients.Client";

    /// <summary>A client that is in use.</summary>
    public async Task<NoteOwner?> FindAsync(long clientId, CancellationToken cancel) => await clients.FindAsync(clientId, cancel) is { IsDeleted: false } ? new NoteOwner(clientId) : null;

    /// <summary>A record of a type that the platform knows and the reader may see; null for all else.</summary>
    public async Task<NoteOwner?> FindAsync(string recordType, long id, CancellationToken cancel)
    {
        // Without a permission of its own a type names settings and tasks, which are no records.
        if (pages.FirstOrDefault(p => p.RecordType == recordType) is not { Permission: { } permission } || !user.Has(permission) || await records.FindAsync(recordType, id, cancel) is not { } found)
        {
            return null;
        }

        var client = found.ClientId ?? 0;
        return client != 0 && await FindAsync(client, cancel) is null ? null
            : recordType == ClientType ? new NoteOwner(client)
            : new NoteOwner(client) { RecordType = recordType, RecordId = id };
    }

    public Task<NoteOwner?> FindAsync(NoteOwner about, CancellationToken cancel) => about.RecordType.Length == 0 ? FindAsync(about.ClientId, cancel) : FindAsync(about.RecordType, about.RecordId, cancel);
}
