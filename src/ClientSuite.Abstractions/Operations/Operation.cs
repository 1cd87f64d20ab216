using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ClientSuite.Jobs;

namespace ClientSuite.Operations;

/// <summary>Where a long operation stands.</summary>
public enum OperationState
{
    /// <summary>Waiting for a worker.</summary>
    Queued,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Stopped by its user; can go on.</summary>
    Paused,

    /// <summary>Ended well; single rows may have been rejected.</summary>
    Succeeded,

    /// <summary>Ended by an error that <see cref="Operation.Error"/> names.</summary>
    Failed,

    /// <summary>Stopped for good by its user.</summary>
    Cancelled,

    /// <summary>Its effect was taken back.</summary>
    Undone,
}

/// <summary>Long work that survives a killed process: an import, a bulk action, an export in the background.</summary>
public sealed class Operation : IQueuedWork
{
    /// <summary>Id.</summary>
    public long Id { get; set; }

    /// <summary>Public id in addresses.</summary>
    [MaxLength(26)]
    public string PublicId { get; set; } = "";

    /// <summary>Kind: which <see cref="IOperationHandler"/> does it.</summary>
    [MaxLength(60)]
    public string Kind { get; set; } = "";

    /// <summary>Name for people, for example the file's.</summary>
    [MaxLength(255)]
    public string Title { get; set; } = "";

    /// <summary>State.</summary>
    public OperationState State { get; set; }

    /// <summary>What to do, JSON.</summary>
    public string Arguments { get; set; } = "{}";

    /// <summary>How far it is, JSON, stored in the transaction of the work it describes.</summary>
    public string Progress { get; set; } = "{}";

    /// <summary>Units done.</summary>
    public long Processed { get; set; }

    /// <summary>Units in all; 0 while unknown.</summary>
    public long Total { get; set; }

    /// <summary>Records made.</summary>
    public long Created { get; set; }

    /// <summary>Records changed.</summary>
    public long Updated { get; set; }

    /// <summary>Units refused; see the error file.</summary>
    public long Rejected { get; set; }

    /// <summary>Name under which the file that it made is downloaded; null while there is none. The file is
    /// <c>{PublicId}-result</c> in the tenant's area <c>operations</c>, kept for 30 days.</summary>
    [MaxLength(255)]
    public string? ResultName { get; set; }

    /// <summary>Text key of what ended it, then arguments, JSON array; null while all is well.</summary>
    public string? Error { get; set; }

    /// <summary>True when the kind can take the effect back.</summary>
    public bool CanUndo { get; set; }

    /// <summary>True while it takes its effect back instead of doing it.</summary>
    public bool IsUndo { get; set; }

    /// <summary>Who asked for it; null for the system.</summary>
    public long? UserId { get; set; }

    /// <summary>Name of who asked for it.</summary>
    [MaxLength(200)]
    public string UserName { get; set; } = "";

    /// <summary>Address that it was asked from, for the history of what it does; null for the system, and once it is over.</summary>
    [MaxLength(64)]
    public string? RemoteIp { get; set; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>When it began, UTC.</summary>
    public DateTime? StartedUtc { get; set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime? FinishedUtc { get; set; }

    /// <summary><see cref="Arguments"/> as its handler knows them.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public T ArgumentsAs<T>() where T : class => JsonSerializer.Deserialize<T>(Arguments) ?? throw new InvalidOperationException($"Operation {PublicId} has no arguments.");

    /// <summary>True for states that do not change any more.</summary>
    public bool IsOver => State is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled or OperationState.Undone;
}

/// <summary>Does one kind of operation. Scoped. Works in batches: each batch and the operation's progress commit in one
/// transaction, so that a killed process goes on where the last batch ended.</summary>
public interface IOperationHandler
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Permission that starting it needs, and seeing what others started.</summary>
    string Permission { get; }

    /// <summary>All that undoing it needs: the permissions of what it changed, which whoever started it may have lost since.</summary>
    IReadOnlyList<string> UndoPermissions(Operation operation) => [Permission];

    /// <summary>False where half the work would be worse than all or nothing of it: then nobody pauses or cancels it.</summary>
    bool CanStop => true;

    /// <summary>True for an operation that writes nothing: its figures say what would be.</summary>
    bool IsPreview(Operation operation) => false;

    /// <summary>Does or continues the work. Between batches calls <see cref="IOperationRun.ContinueAsync"/> and returns when that
    /// answers false. A throw ends it as failed.</summary>
    Task RunAsync(IOperationRun run, CancellationToken cancel);

    /// <summary>Takes the effect back, in batches like <see cref="RunAsync"/>.</summary>
    Task UndoAsync(IOperationRun run, CancellationToken cancel);
}

/// <summary>The run of an operation.</summary>
public interface IOperationRun
{
    /// <summary>The operation, tracked by the scope's <c>TenantDb</c>: change its counters and save with the batch.</summary>
    Operation Operation { get; }

    /// <summary>False when it was paused, cancelled or the host stops: return now.</summary>
    Task<bool> ContinueAsync(CancellationToken cancel);
}

/// <summary>Starts and steers operations. Scoped.</summary>
public interface IOperations
{
    /// <summary>Queues an operation in the scope's next save; a worker takes it after the commit.</summary>
    Task<Operation> StartAsync(string kind, string title, string argumentsJson, bool canUndo, CancellationToken cancel);

    /// <summary>Tells the workers, after the commit, that there is work.</summary>
    void Signal();

    /// <summary>The operation with a public id that the current user may see, or null.</summary>
    Task<Operation?> FindAsync(string publicId, CancellationToken cancel);

    /// <summary>False for an operation that nobody may pause or cancel.</summary>
    bool CanStop(Operation operation);

    /// <summary>True for an operation that writes nothing: its figures say what would be.</summary>
    bool IsPreview(Operation operation);

    /// <summary>True for an operation that ended and that the current user may take back.</summary>
    bool CanUndo(Operation operation);

    /// <summary>Asks to cancel.</summary>
    Task CancelAsync(Operation operation, CancellationToken cancel);

    /// <summary>Asks to pause, or to go on.</summary>
    Task PauseAsync(Operation operation, bool paused, CancellationToken cancel);

    /// <summary>Asks to take the effect back.</summary>
    /// <exception cref="RuleBrokenException">It cannot be undone, or not by this user.</exception>
    Task UndoAsync(Operation operation, CancellationToken cancel);
}
