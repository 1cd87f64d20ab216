using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace ClientSuite.Data;

/// <summary>How a module maps its entities.</summary>
public static class ModelExtensions
{
    /// <summary>Maps a record: table name, key given before insert, trash filter, concurrency token, JSON fields.</summary>
    public static EntityTypeBuilder<T> Record<T>(this ModelBuilder model, string table) where T : ContentItem
    {
        var entity = model.Entity<T>();
        entity.ToTable(table);
        entity.HasKey(x => x.Id);
        entity.Property(x => x.Id).HasValueGenerator<RecordIdGenerator>();
        entity.Property(x => x.Version).IsConcurrencyToken();
        entity.Property(x => x.Fields).HasColumnType(model.IsSqlite() ? "TEXT" : "jsonb");
        entity.Ignore(x => x.IsDeleted);
        entity.HasQueryFilter(TenantDb.TrashFilter, x => x.DeletedUtc == null);
        return entity;
    }

    /// <summary>Maps a plain row; a key of type long named <c>Id</c> is given before insert.</summary>
    public static EntityTypeBuilder<T> Row<T>(this ModelBuilder model, string table) where T : class
    {
        var entity = model.Entity<T>();
        entity.ToTable(table);
        if (typeof(T).GetProperty("Id")?.PropertyType == typeof(long))
        {
            entity.Property<long>("Id").HasValueGenerator<RowIdGenerator>();
        }

        return entity;
    }

    /// <summary>Marks a text property as JSON.</summary>
    public static PropertyBuilder<string> IsJson(this PropertyBuilder<string> property, ModelBuilder model) =>
        property.HasColumnType(model.IsSqlite() ? "TEXT" : "jsonb");

    /// <summary>True when the model is built for SQLite.</summary>
    public static bool IsSqlite(this ModelBuilder model) => (bool?)model.Model.FindAnnotation("ClientSuite:Sqlite")?.Value ?? false;
}

/// <summary>Takes the ids of records from <see cref="IIds"/>.</summary>
public sealed class RecordIdGenerator : ValueGenerator<long>
{
    /// <inheritdoc />
    public override bool GeneratesTemporaryValues => false;

    /// <inheritdoc />
    public override long Next(EntityEntry entry) => IdGeneration.Next(entry, IdSequence.Records);
}

/// <summary>Takes the ids of rows from <see cref="IIds"/>.</summary>
public sealed class RowIdGenerator : ValueGenerator<long>
{
    /// <inheritdoc />
    public override bool GeneratesTemporaryValues => false;

    /// <inheritdoc />
    public override long Next(EntityEntry entry) => IdGeneration.Next(entry, IdSequence.Rows);
}

internal static class IdGeneration
{
    public static long Next(EntityEntry entry, IdSequence sequence)
    {
        var db = (TenantDb)entry.Context;
        var ids = db.Session.Ids ?? throw new InvalidOperationException("This context was not rented for a tenant.");
        return ids.Next(db, sequence);
    }
}
