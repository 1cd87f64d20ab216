namespace ClientSuite.Jobs;

/// <summary>The background tasks of the current tenant and when they run. Scoped.</summary>
public interface ITaskSchedule
{
    /// <summary>All tasks of the tenant's features, by name.</summary>
    Task<IReadOnlyList<ScheduledTask>> AllAsync(CancellationToken cancel);

    /// <summary>Changes when a task runs, and whether it does.</summary>
    /// <exception cref="RuleBrokenException">The task is unknown, or the expression is not a cron expression of five fields.</exception>
    Task ChangeAsync(string task, string schedule, bool isEnabled, CancellationToken cancel);

    /// <summary>Makes a task due now, even one that is switched off; a host takes it within seconds.</summary>
    /// <exception cref="RuleBrokenException">The task is unknown.</exception>
    Task RunNowAsync(string task, CancellationToken cancel);

    /// <summary>The next times of an expression in the tenant's time zone, UTC; null when it is not a cron expression.</summary>
    IReadOnlyList<DateTime>? Preview(string schedule, int count);
}

/// <summary>A background task and its last run.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Title">Text key.</param>
/// <param name="Schedule">Cron expression in force.</param>
/// <param name="DefaultSchedule">Cron expression that the task came with.</param>
/// <param name="IsEnabled">False when an admin switched it off.</param>
/// <param name="NextUtc">When it runs next, UTC; null when switched off or never.</param>
/// <param name="LastStartedUtc">When it last began, UTC; null before the first run.</param>
/// <param name="LastDuration">How long the last run took; null before the first.</param>
/// <param name="LastSucceeded">How the last run ended; null before the first.</param>
/// <param name="LastResult">What the last run said of itself, or its error; null for nothing.</param>
/// <param name="IsRunning">True while a host runs it.</param>
public sealed record ScheduledTask(string Name, string Title, string Schedule, string DefaultSchedule, bool IsEnabled, DateTime? NextUtc,
    DateTime? LastStartedUtc, TimeSpan? LastDuration, bool? LastSucceeded, string? LastResult, bool IsRunning);
