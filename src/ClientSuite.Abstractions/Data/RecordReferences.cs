using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientSuite.Data;

/// <summary>What becomes of a row when the record that it refers to is merged into another.</summary>
public enum OnMerge
{
    /// <summary>It refers to the other from then on, and to the first again when the merge is undone.</summary>
    Move,

    /// <summary>It stays: its module decides itself, because the reference is part of its key.</summary>
    Leave,
}

/// <summary>What becomes of a row when the record that it refers to is erased for good.</summary>
public enum OnErase
{
    /// <summary>It goes with the record.</summary>
    Delete,

    /// <summary>It stays and refers to nothing. The property must be nullable.</summary>
    Forget,
}

/// <summary>Declares which property of a row refers to a record of another module. The declaration is in the union model, so that
/// merging and erasing reach every table that exists in a tenant, its feature enabled or not.</summary>
public static class RecordReferenceExtensions
{
    /// <summary>The annotation of a property that refers: record type, what a merge and what an erasure does, with bars between; then the
    /// property that holds the record type, where that is <see cref="AnyType"/>.</summary>
    public const string Annotation = "ClientSuite:RefersTo";

    /// <summary>Record type of a reference whose row says the type itself.</summary>
    public const string AnyType = "*";

    /// <summary>Declares a reference.</summary>
    /// <param name="entity">The row; where <paramref name="onMerge"/> is <see cref="OnMerge.Move"/> its key is a long <c>Id</c>.</param>
    /// <param name="property">The property that holds the id.</param>
    /// <param name="recordType">Type of the record, as the history names it: <c>Clients.Client</c>.</param>
    /// <param name="onMerge">What a merge does with it.</param>
    /// <param name="onErase">What an erasure does with it.</param>
    public static EntityTypeBuilder<T> RefersTo<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, long?>> property, string recordType, OnMerge onMerge, OnErase onErase) where T : class
    {
        entity.Property(NameOf(property)).HasAnnotation(Annotation, FormattableString.Invariant($"{recordType}|{onMerge}|{onErase}"));
        return entity;
    }

    /// <summary>Declares that a row belongs to a record of any type and goes with it: a comment. A merge leaves it.</summary>
    /// <param name="entity">The row; its key is a long <c>Id</c>.</param>
    /// <param name="property">The property that holds the record's id.</param>
    /// <param name="recordType">The property that holds the record's type, as the history names it.</param>
    public static EntityTypeBuilder<T> BelongsToAny<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, long?>> property, Expression<Func<T, string?>> recordType) where T : class
    {
        entity.Property(NameOf(property)).HasAnnotation(Annotation, FormattableString.Invariant($"{AnyType}|{OnMerge.Leave}|{OnErase.Delete}|{NameOf(recordType)}"));
        return entity;
    }

    private static string NameOf(LambdaExpression property)
    {
        var member = (property.Body as UnaryExpression)?.Operand ?? property.Body; // a long is converted to long?
        return (member as MemberExpression)?.Member.Name ?? throw new ArgumentException("A property of the row.", nameof(property));
    }
}

/// <summary>Rows of one table that a merge moved.</summary>
/// <param name="Table">The table.</param>
/// <param name="Ids">Keys of the rows.</param>
public sealed record MovedRows(string Table, IReadOnlyList<long> Ids);

/// <summary>Records to which rows of one table refer.</summary>
/// <param name="RecordType">Type of the rows, <c>Email.Message</c>.</param>
/// <param name="OnErase">What becomes of the rows when the records are erased.</param>
/// <param name="Ids">The records.</param>
public sealed record ReferredRecords(string RecordType, OnErase OnErase, IReadOnlyList<long> Ids);

/// <summary>Walks everything that refers to a record. Singleton. Rows of tracked types get their history; the others are changed in
/// one statement. Works in the context's current transaction, which the caller begins and commits.</summary>
public interface IRecordReferences
{
    /// <summary>How many rows refer to a record, by record type (<c>Email.Message</c>); types without one are left out.</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(TenantDb db, string recordType, long id, CancellationToken cancel);

    /// <summary>To which of some records rows refer that are of no tracked type; those of tracked types tell of themselves in the history.</summary>
    Task<IReadOnlyList<ReferredRecords>> ReferredAsync(TenantDb db, string recordType, IReadOnlyList<long> ids, CancellationToken cancel);

    /// <summary>Makes what refers to one record refer to another; answers what it moved, for <see cref="MoveBackAsync"/>.</summary>
    Task<IReadOnlyList<MovedRows>> MoveAsync(TenantDb db, string recordType, long from, long to, CancellationToken cancel);

    /// <summary>Makes rows that <see cref="MoveAsync"/> moved refer to the first record again. Rows that went elsewhere since stay there.</summary>
    Task MoveBackAsync(TenantDb db, string recordType, IReadOnlyList<MovedRows> moved, long from, long to, CancellationToken cancel);

    /// <summary>Deletes or detaches what refers to some records, as each declaration says, and what refers to the tracked records that go.</summary>
    Task EraseAsync(TenantDb db, string recordType, IReadOnlyList<long> ids, CancellationToken cancel);
}
