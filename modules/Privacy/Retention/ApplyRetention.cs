using System.Globalization;
using ClientSuite.Jobs;

namespace ClientSuite.Privacy;

/// <summary>Removes at night what has been kept for long enough.</summary>
internal sealed class ApplyRetention(RetentionDesk desk) : IBackgroundTask
{
    public const string TaskName = "Privacy.ApplyRetention";

    public string Name => TaskName;

    public string Title => "privacy.retention.apply";

    public string Schedule => "30 2 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel) => await desk.ApplyAsync(cancel) is var gone and > 0 ? gone.ToString(CultureInfo.InvariantCulture) : null;
}
