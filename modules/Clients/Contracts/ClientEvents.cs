using ClientSuite.Outbox;

namespace ClientSuite.Clients.Contracts;

/// <summary>A client was created, by a person, the API or a recipe. Imports raise <see cref="ClientsImported"/> instead.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
/// <param name="Name">Trade name at that time.</param>
public sealed record ClientCreated(long ClientId, string ContentItemId, string Name) : IEvent;

/// <summary>Details of a client changed.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
/// <param name="Fields">The fields that changed, named as in the API.</param>
public sealed record ClientChanged(long ClientId, string ContentItemId, IReadOnlyList<string> Fields) : IEvent;

/// <summary>A client was blocked.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
/// <param name="Reason">Why; empty for no reason given.</param>
public sealed record ClientBlocked(long ClientId, string ContentItemId, string Reason) : IEvent;

/// <summary>A client's block ended.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
public sealed record ClientUnblocked(long ClientId, string ContentItemId) : IEvent;

/// <summary>A client went to the trash.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
public sealed record ClientDeleted(long ClientId, string ContentItemId) : IEvent;

/// <summary>A client came back from the trash.</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
public sealed record ClientRestored(long ClientId, string ContentItemId) : IEvent;

/// <summary>An import ended. One event for all its rows: a million events would drown every handler.</summary>
/// <param name="OperationId">The operation; the history's bulk lines carry it.</param>
/// <param name="Created">How many clients it made.</param>
/// <param name="Updated">How many it changed.</param>
public sealed record ClientsImported(long OperationId, long Created, long Updated) : IEvent;

/// <summary>Two clients became one. What referred to the first refers to the second since.</summary>
/// <param name="ClientId">The client that stays.</param>
/// <param name="ContentItemId">Its public id.</param>
/// <param name="MergedId">The client that went to the trash.</param>
public sealed record ClientsMerged(long ClientId, string ContentItemId, long MergedId) : IEvent;

/// <summary>A merge was undone: both clients are there again.</summary>
/// <param name="ClientId">The client that stayed.</param>
/// <param name="ContentItemId">Its public id.</param>
/// <param name="MergedId">The client that came back.</param>
public sealed record ClientMergeUndone(long ClientId, string ContentItemId, long MergedId) : IEvent;

/// <summary>A client was made nobody's for good: whoever holds its data outside of the product removes it there too (LGPD art. 18 §6).</summary>
/// <param name="ClientId">The short number.</param>
/// <param name="ContentItemId">The public id.</param>
public sealed record ClientAnonymized(long ClientId, string ContentItemId) : IEvent;
