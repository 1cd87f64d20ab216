using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using ClientSuite.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ClientSuite.Data;

internal sealed class RecordLookup(TenantDb db) : IRecordLookup
{
    private const string ClientType = "Clients.Client";

    private static readonly MethodInfo Make = typeof(RecordLookup).GetMethod(nameof(ReaderOf), BindingFlags.Static | BindingFlags.NonPublic)!; // it is below

    private static readonly ConditionalWeakTable<IModel, FrozenDictionary<string, Reader>> Readers = []; // a model goes when modules are installed

    private delegate IQueryable<RecordFound> Reader(TenantDb db, IReadOnlyCollection<long> ids, bool withTrash);

    public async Task<RecordFound?> FindAsync(string recordType, long id, CancellationToken cancel) => (await FindAsync(recordType, [id], withTrash: false, cancel)) is [var found] ? found : null;

    public async Task<IReadOnlyList<RecordFound>> FindAsync(string recordType, IReadOnlyCollection<long> ids, bool withTrash, CancellationToken cancel) =>
        ids.Count > 0 && Readers.GetValue(db.Model, ReadersOf).TryGetValue(recordType, out var read) ? await read(db, ids, withTrash).ToListAsync(cancel) : [];

    private static FrozenDictionary<string, Reader> ReadersOf(IModel model) => model.GetEntityTypes()
        .Where(t => t.FindProperty("Id")?.ClrType == typeof(long)).GroupBy(t => RecordShape.Of(t).RecordType, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => (Reader)Make.MakeGenericMethod(g.First().ClrType).Invoke(null, [ClientOf(g.First(), g.Key)])!, StringComparer.Ordinal); // it answers one

    /// <summary>The property that holds the client's id; null for none.</summary>
    private static IProperty? ClientOf(IEntityType type, string recordType) => recordType == ClientType
        ? type.FindProperty("Id")
        : type.GetProperties().FirstOrDefault(p => (p[RecordReferenceExtensions.Annotation] as string)?.StartsWith(ClientType + "|", StringComparison.Ordinal) == true);

    private static Reader ReaderOf<T>(IProperty? client) where T : class => (client?.Name, client?.ClrType) switch
    {
        (null, _) => (db, ids, withTrash) => Rows<T>(db, ids, withTrash).Select(r => new RecordFound(EF.Property<long>(r, "Id"), null)),
        ({ } name, { } type) when type == typeof(long?) => (db, ids, withTrash) => Rows<T>(db, ids, withTrash).Select(r => new RecordFound(EF.Property<long>(r, "Id"), EF.Property<long?>(r, name))),
        ({ } name, _) => (db, ids, withTrash) => Rows<T>(db, ids, withTrash).Select(r => new RecordFound(EF.Property<long>(r, "Id"), EF.Property<long>(r, name))),
    };

    private static IQueryable<T> Rows<T>(TenantDb db, IReadOnlyCollection<long> ids, bool withTrash) where T : class
    {
        var rows = db.Set<T>().AsNoTracking().Where(r => EF.Parameter(ids).Contains(EF.Property<long>(r, "Id")));
        return withTrash ? rows.IgnoreQueryFilters([TenantDb.TrashFilter]) : rows;
    }
}
