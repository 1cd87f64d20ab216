using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ClientSuite.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ClientSuite.Data;

/// <summary>References by their declarations in the union model.</summary>
internal sealed class RecordReferences : IRecordReferences
{
    private readonly ConditionalWeakTable<IModel, IReadOnlyList<Reference>> _declared = []; // a model goes when modules are installed

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(TenantDb db, string recordType, long id, CancellationToken cancel)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reference in await OfTenantAsync(db, recordType, cancel))
        {
            if (await reference.CountAsync(db, id, cancel) is var count and > 0)
            {
                counts[reference.RecordType] = counts.GetValueOrDefault(reference.RecordType) + count;
            }
        }

        return counts;
    }

    public async Task<IReadOnlyList<MovedRows>> MoveAsync(TenantDb db, string recordType, long from, long to, CancellationToken cancel)
    {
        var moved = new List<MovedRows>();
        foreach (var reference in (await OfTenantAsync(db, recordType, cancel)).Where(r => r.OnMerge == OnMerge.Move))
        {
            if (await reference.IdsAsync(db, from, cancel) is { Count: > 0 } ids)
            {
                await reference.PointAsync(db, ids, from, to, cancel);
                moved.Add(new(reference.Table, ids));
            }
        }

        return moved;
    }

    public async Task MoveBackAsync(TenantDb db, string recordType, IReadOnlyList<MovedRows> moved, long from, long to, CancellationToken cancel)
    {
        foreach (var reference in (await OfTenantAsync(db, recordType, cancel)).Where(r => r.OnMerge == OnMerge.Move))
        {
            if (moved.FirstOrDefault(m => m.Table == reference.Table) is { } rows)
            {
                await reference.PointAsync(db, rows.Ids, from, to, cancel);
            }
        }
    }

    public async Task EraseAsync(TenantDb db, string recordType, long id, CancellationToken cancel)
    {
        foreach (var reference in await OfTenantAsync(db, recordType, cancel))
        {
            await reference.EraseAsync(db, id, cancel);
        }
    }

    /// <summary>A module that was never enabled has no tables yet.</summary>
    private async Task<IReadOnlyList<Reference>> OfTenantAsync(TenantDb db, string recordType, CancellationToken cancel)
    {
        var declared = _declared.GetValue(db.Model, Read).Where(r => r.Owner == recordType);
        var tables = await db.Database.SqlQueryRaw<string>(db.IsSqlite
            ? """SELECT name AS "Value" FROM sqlite_master WHERE type = 'table'"""
            : """SELECT tablename AS "Value" FROM pg_tables WHERE schemaname = current_schema()""").ToListAsync(cancel);
        return [.. declared.Where(r => tables.Contains(r.Table))];
    }

    private static IReadOnlyList<Reference> Read(IModel model) =>
        [.. from type in model.GetEntityTypes()
            from property in type.GetProperties()
            where property.FindAnnotation(RecordReferenceExtensions.Annotation) is not null
            orderby type.GetTableName()
            select (Reference)Activator.CreateInstance(typeof(Reference<>).MakeGenericType(type.ClrType), property)!]; // it has that constructor

    private abstract class Reference(IProperty property)
    {
        private readonly string[] _declaration = ((string)property[RecordReferenceExtensions.Annotation]!).Split('|'); // chosen by it

        public string Owner => _declaration[0];

        public OnMerge OnMerge => Enum.Parse<OnMerge>(_declaration[1]);

        public string Table { get; } = property.DeclaringType.GetTableName() ?? throw new InvalidOperationException($"{property.DeclaringType.Name} has no table.");

        public string RecordType => Table.Replace('_', '.');

        protected OnErase OnErase => Enum.Parse<OnErase>(_declaration[2]);

        protected bool IsTracked { get; } = RecordShape.Of((IEntityType)property.DeclaringType).IsTracked;

        public abstract Task<int> CountAsync(TenantDb db, long id, CancellationToken cancel);

        public abstract Task<IReadOnlyList<long>> IdsAsync(TenantDb db, long id, CancellationToken cancel);

        public abstract Task PointAsync(TenantDb db, IReadOnlyList<long> ids, long from, long? to, CancellationToken cancel);

        public abstract Task EraseAsync(TenantDb db, long id, CancellationToken cancel);
    }

    private sealed class Reference<T>(IProperty property) : Reference(property) where T : class
    {
        // A client with years of mails must not come into memory at once.
        private const int Batch = 500;

        private readonly string _name = property.Name;
        private readonly Type _type = property.ClrType;

        public override Task<int> CountAsync(TenantDb db, long id, CancellationToken cancel) => Rows(db, id).CountAsync(cancel);

        public override async Task<IReadOnlyList<long>> IdsAsync(TenantDb db, long id, CancellationToken cancel) =>
            await Rows(db, id).Select(r => EF.Property<long>(r, "Id")).Order().ToListAsync(cancel);

        public override async Task PointAsync(TenantDb db, IReadOnlyList<long> ids, long from, long? to, CancellationToken cancel)
        {
            foreach (var batch in ids.Chunk(Batch))
            {
                var rows = Rows(db, from).Where(r => batch.Contains(EF.Property<long>(r, "Id")));
                if (!IsTracked)
                {
                    await (_type == typeof(long?)
                        ? rows.ExecuteUpdateAsync(s => s.SetProperty(r => EF.Property<long?>(r, _name), to), cancel)
                        : rows.ExecuteUpdateAsync(s => s.SetProperty(r => EF.Property<long>(r, _name), to!.Value), cancel)); // only what is nullable is forgotten
                    continue;
                }

                await SaveAsync(db, rows, row => db.Entry(row).Property(_name).CurrentValue = to, cancel);
            }
        }

        public override async Task EraseAsync(TenantDb db, long id, CancellationToken cancel)
        {
            if (OnErase == OnErase.Forget)
            {
                await PointAsync(db, await IdsAsync(db, id, cancel), id, null, cancel);
            }
            else if (!IsTracked)
            {
                await Rows(db, id).ExecuteDeleteAsync(cancel);
            }
            else
            {
                foreach (var batch in (await IdsAsync(db, id, cancel)).Chunk(Batch))
                {
                    await SaveAsync(db, Rows(db, id).Where(r => batch.Contains(EF.Property<long>(r, "Id"))), row => db.Remove(row), cancel);
                }
            }
        }

        /// <summary>Through the change tracker, which writes the history; then forgets the rows.</summary>
        private static async Task SaveAsync(TenantDb db, IQueryable<T> rows, Action<T> act, CancellationToken cancel)
        {
            var found = await rows.AsTracking().ToListAsync(cancel);
            found.ForEach(act);
            await db.SaveChangesAsync(cancel);
            found.ForEach(row => db.Entry(row).State = EntityState.Detached);
        }

        /// <summary>Those in the trash too.</summary>
        private IQueryable<T> Rows(TenantDb db, long id)
        {
            var row = Expression.Parameter(typeof(T));
            var read = Expression.Call(typeof(EF), nameof(EF.Property), [_type], row, Expression.Constant(_name));
            Expression<Func<long>> value = () => id; // a captured variable becomes a parameter of the query
            return db.Set<T>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(Expression.Lambda<Func<T, bool>>(Expression.Equal(read, Expression.Convert(value.Body, _type)), row));
        }
    }
}
