using System.Reflection;
using ClientSuite.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ClientSuite.Data;

internal sealed class RecordLookup(TenantDb db) : IRecordLookup
{
    private const string ClientType = "Clients.Client";

    private static readonly MethodInfo Read = typeof(RecordLookup).GetMethod(nameof(ReadAsync), BindingFlags.Static | BindingFlags.NonPublic)!; // it is below

    public Task<RecordFound?> FindAsync(string recordType, long id, CancellationToken cancel)
    {
        var type = db.Model.GetEntityTypes().FirstOrDefault(t => t.FindProperty("Id")?.ClrType == typeof(long) && RecordShape.Of(t).RecordType == recordType);
        return type is null
            ? Task.FromResult<RecordFound?>(null)
            : (Task<RecordFound?>)Read.MakeGenericMethod(type.ClrType).Invoke(null, [db, id, ClientOf(type, recordType), cancel])!; // it answers one
    }

    /// <summary>Name of the property that holds the client's id; null for none.</summary>
    private static IProperty? ClientOf(IEntityType type, string recordType) => recordType == ClientType
        ? type.FindProperty("Id")
        : type.GetProperties().FirstOrDefault(p => (p[RecordReferenceExtensions.Annotation] as string)?.StartsWith(ClientType + "|", StringComparison.Ordinal) == true);

    private static Task<RecordFound?> ReadAsync<T>(TenantDb db, long id, IProperty? client, CancellationToken cancel) where T : class
    {
        var rows = db.Set<T>().AsNoTracking().Where(r => EF.Property<long>(r, "Id") == id);
        var name = client?.Name ?? "";
        return client is null ? rows.Select(_ => new RecordFound(id, null)).FirstOrDefaultAsync(cancel)
            : client.ClrType == typeof(long?) ? rows.Select(r => new RecordFound(id, EF.Property<long?>(r, name))).FirstOrDefaultAsync(cancel)
            : rows.Select(r => new RecordFound(id, EF.Property<long>(r, name))).FirstOrDefaultAsync(cancel);
    }
}
