using ClientSuite.Data;

namespace ClientSuite.Clients.Contracts;

/// <summary>Something that another module does with many clients at once. Scoped. Clients offers it in the list's bulk bar and at
/// <c>POST /api/clients/bulk/{id}</c>, asks what it needs, says beforehand what will happen, and runs it as an operation in batches: what a
/// batch changes, its lines in the history and how far it came are one transaction, so a killed process repeats nothing.</summary>
public interface IClientBulkAction
{
    /// <summary>Last part of its address, kebab-case.</summary>
    string Id { get; }

    /// <summary>Text key of the button, and prefix of what is said around it, each with the count as {0} and the plan's subject as {1}, one
    /// and other: <c>.ask</c> the question, <c>.title</c> the operation's name, <c>.did</c>, <c>.done</c> those it leaves as they are. And
    /// <c>.effect</c>, one sentence.</summary>
    string Title { get; }

    /// <summary>Icon name of the sprite.</summary>
    string Icon { get; }

    /// <summary>Place in the bulk bar: blocking 10, export 80, deleting 90.</summary>
    int Order { get; }

    /// <summary>Permission that it needs besides seeing clients.</summary>
    string Permission { get; }

    /// <summary>True where <see cref="TakeBackAsync"/> takes back what it did.</summary>
    bool CanUndo { get; }

    /// <summary>What to ask before, with what was entered so far: fields by name, as <see cref="PlanAsync"/> gets them.</summary>
    Task<ClientBulkForm> AskAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel);

    /// <summary>Checks what was entered.</summary>
    /// <exception cref="RuleBrokenException">It is wrong; <see cref="RuleBrokenException.Field"/> names the field.</exception>
    Task<ClientBulkPlan> PlanAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel);

    /// <summary>Does it with clients in use, in the caller's transaction; what it leaves in the context is saved with it.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="arguments">The plan's arguments.</param>
    /// <param name="clientIds">At most 2,000.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>A line for each client that changed.</returns>
    Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel);

    /// <summary>Takes it back, in the caller's transaction.</summary>
    /// <returns>The clients that are again as they were; the others stay as they are and are listed.</returns>
    Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel);
}

/// <summary>A partial that draws fields inside the bulk dialog's form.</summary>
/// <param name="View">Whole path of the partial.</param>
/// <param name="Model">Its model.</param>
public sealed record ClientBulkForm(string View, object Model);

/// <summary>What was decided.</summary>
/// <param name="Arguments">What <see cref="IClientBulkAction.DoAsync"/> needs; kept with the operation.</param>
/// <param name="Subject">What it is about, in the sentences: a group's name.</param>
/// <param name="Act">How the history calls it.</param>
public sealed record ClientBulkPlan(string Arguments, string Subject, ClientBulkAct Act)
{
    /// <summary>Clients that are so already; null for none.</summary>
    public IQueryable<long>? Already { get; init; }

    /// <summary>The only clients that it can change; null for all.</summary>
    public IQueryable<long>? Only { get; init; }

    /// <summary>Drawn with the preview, for the first client that it will change; null for none.</summary>
    public Func<ClientBulkSample, Task<ClientBulkForm>>? Preview { get; init; }
}

/// <summary>Clients of a selection, for a preview.</summary>
/// <param name="First">The first that will change; null where none will.</param>
/// <param name="LeftOut">Names of the first that will not.</param>
/// <param name="LeftOutCount">How many will not.</param>
/// <param name="Chosen">All of the selection, as a query to be counted or composed further.</param>
public sealed record ClientBulkSample(long? First, IReadOnlyList<string> LeftOut, int LeftOutCount, IQueryable<long> Chosen);

/// <summary>An act of the history.</summary>
/// <param name="Kind">Kind of act.</param>
/// <param name="RecordType">Type of the record that it is about.</param>
/// <param name="RecordId">The record; null for none.</param>
/// <param name="RecordName">What it is called.</param>
public sealed record ClientBulkAct(string Kind, string RecordType, long? RecordId, string RecordName);

/// <summary>What changed of a client: JSON objects of the same fields, or null.</summary>
public sealed record ClientBulkLine(long ClientId, string? Before, string? After);
