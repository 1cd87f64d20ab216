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

    private delegate Task<RecordFound?> Reader(TenantDb db, long id, CancellationToken cancel);

    public Task<RecordFound?> FindAsync(string recordType, long id, CancellationToken cancel) =>
        Readers.GetValue(db.Model, ReadersOf).TryGetValue(recordType, out var read) ? read(db, id, cancel) : Task.FromResult<RecordFound?>(null);

    private static FrozenDictionary<string, Reader> ReadersOf(IModel model) => model.GetEntityTypes()
        .Where(t => t.FindProperty("Id")?.ClrType == typeof(long)).GroupBy(t => RecordShape.Of(t).RecordType, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => (Reader)Make.MakeGenericMethod(g.First().ClrType).Invoke(null, [ClientOf(g.First(), g.Key)])!, StringComparer.Ordinal); // it answers one

    /// <summary>The property that holds the client's id; null for none.</summary>
    private static IProperty? ClientOf(IEntityType type, string recordType) => recordType == ClientType
        ? type.FindProperty("Id")
        : type.GetProperties().FirstOrDefault(p => (p[RecordReferenceExtensions.Annotation] as string)?.StartsWith(ClientType + "|", StringComparison.Ordinal) == true);

    private static Reader ReaderOf<T>(IProperty? client) where T : class => (client?.Name, client?.ClrType) switch
    {
        (null, _) => (db, id, cancel) => Rows<T>(db, id).Select(_ => new RecordFound(id, null)).FirstOrDefaultAsync(cancel),
        ({ } name, { } type) when type == typeof(long?) => (db, id, cancel) => Rows<T>(db, id).Select(r => new RecordFound(id, EF.Property<long?>(r, name))).FirstOrDefaultAsync(cancel),
        ({ } name, _) => (db, id, cancel) => Rows<T>(db, id).Select(r => new RecordFound(id, EF.Property<long>(r, name))).FirstOrDefaultAsync(cancel),
    };

    private static IQueryable<T> Rows<T>(TenantDb db, long id) where T : class => db.Set<T>().AsNoTracking().Where(r => EF.Property<long>(r, "Id") == id);
}
