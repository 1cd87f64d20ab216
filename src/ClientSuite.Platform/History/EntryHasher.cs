using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.History;

/// <summary>Hashes entries while their lines stream by: an import's entry has a line for each of a million clients. A hash covers the previous
/// one, the entry and the hashes of its lines' values and of who acted. Entries sealed before there was an
/// <see cref="HistoryEntry.ActorHash"/> cover the actor as it stands.</summary>
internal sealed class EntryHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins an entry. What was begun before is forgotten.</summary>
    public void Begin(string previous, long sequence, HistoryEntry e)
    {
        _hash.TryGetHashAndReset(stackalloc byte[SHA256.HashSizeInBytes], out _);
        Append(string.Join('\n', previous, sequence.ToString(CultureInfo.InvariantCulture), e.Id.ToString(CultureInfo.InvariantCulture),
            RecordShape.Text(e.AtUtc) ?? "", HistoryChain.Part(RecordShape.Text(e.UserId)), e.ActorHash ?? e.UserName, e.ActorHash is null ? HistoryChain.Part(e.OnBehalfOf) : "", e.Kind, e.RecordType,
            HistoryChain.Part(RecordShape.Text(e.RecordId)), HistoryChain.Part(RecordShape.Text(e.ClientId)), e.ActorHash is null ? HistoryChain.Part(e.RemoteIp) : ""));
    }

    /// <summary>Adds a line, in the order of their ids.</summary>
    public void Add(HistoryLine line) => Append(string.Create(CultureInfo.InvariantCulture, $"\n{line.Id} {line.Field} {line.ValueHash}"));

    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Append(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(text));
}

/// <summary>The lines of entries, read once and kept nowhere. Until it is disposed the context can ask nothing else.</summary>
internal sealed class LineStream(TenantDb db, IReadOnlyList<HistoryEntry> entries, CancellationToken cancel) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<HistoryLine> _lines = Lines(db, entries[0].Id, entries[^1].Id).GetAsyncEnumerator(cancel);
    private bool? _hasLine;

    /// <summary>The lines of an entry, by id. Ask for entries in the order of their ids; lines of those that are not asked for are passed over.</summary>
    public async IAsyncEnumerable<HistoryLine> OfAsync(HistoryEntry entry)
    {
        for (_hasLine ??= await _lines.MoveNextAsync(); _hasLine.Value && _lines.Current.EntryId <= entry.Id; _hasLine = await _lines.MoveNextAsync())
        {
            if (_lines.Current.EntryId == entry.Id)
            {
                yield return _lines.Current;
            }
        }
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private static IAsyncEnumerable<HistoryLine> Lines(TenantDb db, long first, long last) =>
        db.Set<HistoryLine>().AsNoTracking().Where(l => l.EntryId >= first && l.EntryId <= last).OrderBy(l => l.EntryId).ThenBy(l => l.Id).AsAsyncEnumerable();
}
