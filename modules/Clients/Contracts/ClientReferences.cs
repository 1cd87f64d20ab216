using System.Linq.Expressions;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientSuite.Clients.Contracts;

/// <summary>How a module says which of its rows belong to a client.</summary>
public static class ClientReferences
{
    /// <summary>Declares a client's id: merging clients moves the row, erasing the client deletes it, unless it is said otherwise.</summary>
    /// <param name="entity">The row; its key is a long <c>Id</c> unless <paramref name="onMerge"/> is <see cref="OnMerge.Leave"/>.</param>
    /// <param name="property">The property that holds the client's id.</param>
    /// <param name="onMerge">What a merge does with it.</param>
    /// <param name="onErase">What an erasure does with it.</param>
    public static EntityTypeBuilder<T> HasClient<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, long?>> property, OnMerge onMerge = OnMerge.Move, OnErase onErase = OnErase.Delete) where T : class =>
        entity.RefersTo(property, Client.RecordType, onMerge, onErase);
}

/// <summary>What a module does when clients are merged that moving its rows does not say: sums, rows whose key is the client,
/// things of which a client has one. Scoped. Runs in the merge's transaction, after the rows were moved; changes that it leaves in
/// the context are saved with it, and a throw undoes the merge.</summary>
public interface IMergeParticipant
{
    /// <summary>Stable id, under which what <see cref="MergeAsync"/> answers is kept.</summary>
    string Id { get; }

    /// <summary>Takes part in a merge.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="from">The client that goes to the trash.</param>
    /// <param name="to">The client that stays.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>What <see cref="UndoAsync"/> needs, JSON; null where there is nothing to take back.</returns>
    Task<string?> MergeAsync(TenantDb db, long from, long to, CancellationToken cancel);

    /// <summary>Takes back what <see cref="MergeAsync"/> did, with what it answered.</summary>
    Task UndoAsync(TenantDb db, long from, long to, string kept, CancellationToken cancel);
}
