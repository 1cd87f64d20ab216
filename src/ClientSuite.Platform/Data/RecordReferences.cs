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
        foreach (var reference in OfType(await OfTenantAsync(db, cancel), recordType))
        {
            if (await reference.CountAsync(db, new Target(recordType, [id]), cancel) is var count and > 0)
            {
                counts[reference.RecordType] = counts.GetValueOrDefault(reference.RecordType) + count;
            }
        }

        return counts;
    }

    public async Task<IReadOnlyList<ReferredRecords>> ReferredAsync(TenantDb db, string recordType, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var found = new List<ReferredRecords>();
        foreach (var reference in OfType(await OfTenantAsync(db, cancel), recordType).Where(r => !r.IsTracked))
        {
            if (await reference.ReferredAsync(db, new Target(recordType, [.. ids]), cancel) is { Count: > 0 } referred)
            {
                found.Add(new(reference.RecordType, reference.OnErase, referred));
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<MovedRows>> MoveAsync(TenantDb db, string recordType, long from, long to, CancellationToken cancel)
    {
        var moved = new List<MovedRows>();
        foreach (var reference in OfType(await OfTenantAsync(db, cancel), recordType).Where(r => r.OnMerge == OnMerge.Move))
        {
            var target = new Target(recordType, [from]);
            if (await reference.IdsAsync(db, target, cancel) is { Count: > 0 } ids)
            {
                await reference.PointAsync(db, ids, target, to, cancel);
                moved.Add(new(reference.Table, ids));
            }
        }

        return moved;
    }

    public async Task MoveBackAsync(TenantDb db, string recordType, IReadOnlyList<MovedRows> moved, long from, long to, CancellationToken cancel)
    {
        foreach (var reference in OfType(await OfTenantAsync(db, cancel), recordType).Where(r => r.OnMerge == OnMerge.Move))
        {
            if (moved.FirstOrDefault(m => m.Table == reference.Table) is { } rows)
            {
                await reference.PointAsync(db, rows.Ids, new Target(recordType, [from]), to, cancel);
            }
        }
    }

    public async Task EraseAsync(TenantDb db, string recordType, IReadOnlyList<long> ids, CancellationToken cancel) =>
        await EraseAsync(db, await OfTenantAsync(db, cancel), new Target(recordType, [.. ids]), cancel);

    /// <summary>Erases what refers to some records, the comments on a record's comments too.</summary>
    private static async Task EraseAsync(TenantDb db, IReadOnlyList<Reference> references, Target target, CancellationToken cancel)
    {
        foreach (var reference in OfType(references, target.RecordType))
        {
            await reference.EraseAsync(db, target, going => EraseAsync(db, references, going, cancel), cancel);
        }
    }

    private static IEnumerable<Reference> OfType(IEnumerable<Reference> references, string recordType) => references.Where(r => r.Owner == recordType || r.Owner == RecordReferenceExtensions.AnyType);

    /// <summary>A module that was never enabled has no tables yet.</summary>
    private async Task<IReadOnlyList<Reference>> OfTenantAsync(TenantDb db, CancellationToken cancel)
    {
        var declared = _declared.GetValue(db.Model, Read);
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

    /// <summary>Records of one type.</summary>
    private sealed record Target(string RecordType, long[] Ids);

    private abstract class Reference(IProperty property)
    {
        private readonly string[] _declaration = ((string)property[RecordReferenceExtensions.Annotation]!).Split('|'); // chosen by it

        public string Owner => _declaration[0];

        public OnMerge OnMerge => Enum.Parse<OnMerge>(_declaration[1]);

        public string Table { get; } = property.DeclaringType.GetTableName() ?? throw new InvalidOperationException($"{property.DeclaringType.Name} has no table.");

        public string RecordType => Table.Replace('_', '.');

        public OnErase OnErase => Enum.Parse<OnErase>(_declaration[2]);

        /// <summary>The property that says the record's type; null where <see cref="Owner"/> does.</summary>
        protected string? TypeName => _declaration.ElementAtOrDefault(3);

        public bool IsTracked => Shape.IsTracked;

        protected RecordShape Shape { get; } = RecordShape.Of((IEntityType)property.DeclaringType);

        public abstract Task<int> CountAsync(TenantDb db, Target target, CancellationToken cancel);

        /// <summary>Those of the target's ids that rows refer to.</summary>
        public abstract Task<IReadOnlyList<long>> ReferredAsync(TenantDb db, Target target, CancellationToken cancel);

        public abstract Task<IReadOnlyList<long>> IdsAsync(TenantDb db, Target target, CancellationToken cancel);

        public abstract Task PointAsync(TenantDb db, IReadOnlyList<long> ids, Target from, long? to, CancellationToken cancel);

        /// <param name="eraseWith">Erases what refers to tracked rows that are about to go.</param>
        public abstract Task EraseAsync(TenantDb db, Target target, Func<Target, Task> eraseWith, CancellationToken cancel);
    }

    private sealed class Reference<T>(IProperty property) : Reference(property) where T : class
    {
        // A client with years of mails must not come into memory at once.
        private const int Batch = 500;

        private readonly string _name = property.Name;
        private readonly Type _type = property.ClrType;

        public override Task<int> CountAsync(TenantDb db, Target target, CancellationToken cancel) => Rows(db, target).CountAsync(cancel);

        public override async Task<IReadOnlyList<long>> ReferredAsync(TenantDb db, Target target, CancellationToken cancel) => _type == typeof(long?)
            ? await Rows(db, target).Select(r => EF.Property<long?>(r, _name)!.Value).Distinct().ToListAsync(cancel) // filtered
            : await Rows(db, target).Select(r => EF.Property<long>(r, _name)).Distinct().ToListAsync(cancel);

        public override async Task<IReadOnlyList<long>> IdsAsync(TenantDb db, Target target, CancellationToken cancel) =>
            await Rows(db, target).Select(r => EF.Property<long>(r, "Id")).Order().ToListAsync(cancel);

        public override async Task PointAsync(TenantDb db, IReadOnlyList<long> ids, Target from, long? to, CancellationToken cancel)
        {
            foreach (var batch in ids.Chunk(Batch))
            {
                var rows = Rows(db, from).Where(r => batch.Contains(EF.Property<long>(r, "Id")));
                if (!Shape.IsTracked)
                {
                    await (_type == typeof(long?)
                        ? rows.ExecuteUpdateAsync(s => s.SetProperty(r => EF.Property<long?>(r, _name), to), cancel)
                        : rows.ExecuteUpdateAsync(s => s.SetProperty(r => EF.Property<long>(r, _name), to!.Value), cancel)); // only what is nullable is forgotten
                    continue;
                }

                await SaveAsync(db, rows, row => db.Entry(row).Property(_name).CurrentValue = to, cancel);
            }
        }

        public override async Task EraseAsync(TenantDb db, Target target, Func<Target, Task> eraseWith, CancellationToken cancel)
        {
            if (OnErase == OnErase.Forget)
            {
                await PointAsync(db, await IdsAsync(db, target, cancel), target, null, cancel);
            }
            else if (!Shape.IsTracked)
            {
                await Rows(db, target).ExecuteDeleteAsync(cancel);
            }
            else
            {
                foreach (var batch in (await IdsAsync(db, target, cancel)).Chunk(Batch))
                {
                    await eraseWith(new Target(RecordType, batch));
                    await SaveAsync(db, Rows(db, target).Where(r => batch.Contains(EF.Property<long>(r, "Id"))), row => db.Remove(row), cancel);
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
        private IQueryable<T> Rows(TenantDb db, Target target)
        {
            var rows = db.Set<T>().IgnoreQueryFilters([TenantDb.TrashFilter]);
            if (TypeName is { } typeName)
            {
                rows = rows.Where(r => EF.Property<string>(r, typeName) == target.RecordType);
            }

            return _type == typeof(long?)
                ? rows.Where(r => EF.Property<long?>(r, _name) != null && EF.Parameter(target.Ids).Contains(EF.Property<long?>(r, _name)!.Value))
                : rows.Where(r => EF.Parameter(target.Ids).Contains(EF.Property<long>(r, _name)));
        }
    }
}
