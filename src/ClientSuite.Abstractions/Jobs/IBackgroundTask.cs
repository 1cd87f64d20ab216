namespace ClientSuite.Jobs;

/// <summary>Work on a schedule, in a scope of each tenant that has the feature. Must find its work by an indexed query, be safe
/// to run twice and catch up after downtime. Never the gatekeeper of access.</summary>
public interface IBackgroundTask
{
    /// <summary>Stable name, <c>History.Seal</c>.</summary>
    string Name { get; }

    /// <summary>Text key of the title.</summary>
    string Title { get; }

    /// <summary>Cron expression of five fields in the tenant's time zone; an admin may change it.</summary>
    string Schedule { get; }

    /// <summary>Does the work; the answer is a short summary for the page of runs, or null.</summary>
    Task<string?> RunAsync(CancellationToken cancel);
}
