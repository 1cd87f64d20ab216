using System.Globalization;
using System.Text.Json;
using ClientSuite.Frames;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Operations;

/// <summary>Draws operations: the card of the theme's <c>_Operation</c>, wherever an operation is shown.</summary>
public static class OperationCards
{
    /// <summary>The card.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="url">Address that answers the card anew.</param>
    /// <param name="actions">Address below which <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>undo</c> are posted and <c>errors</c> is
    /// fetched: <c>/acme/admin/operations/{id}</c>.</param>
    /// <param name="operations">Says whether it can be paused, cancelled and undone, and whether its figures are of what would be.</param>
    /// <param name="clock">The tenant's clock.</param>
    /// <param name="texts">Texts in the reader's language.</param>
    public static OperationCard Of(Operation operation, string url, string actions, IOperations operations, TenantClock clock, IStringLocalizer texts) => new()
    {
        Id = operation.PublicId,
        Heading = texts["operations.state." + operation.State.ToString().ToLowerInvariant()].Value,
        Subject = operation.Title,
        Url = url,
        IsRunning = operation.State is OperationState.Queued or OperationState.Running,
        Mark = Mark(operation),
        Done = operation.IsOver && operation.State == OperationState.Succeeded && operation.Total == 0 ? 1 : operation.Processed,
        Total = operation.IsOver && operation.State == OperationState.Succeeded && operation.Total == 0 ? 1 : operation.Total,
        Progress = operation.Total > 0 ? texts["operations.progress", Number(operation.Processed), Number(operation.Total)].Value : null,
        Pace = Pace(operation, clock, texts),
        Figures =
        [
            .. from prefix in new[] { operations.IsPreview(operation) ? "operations.will." : "operations." }
               from figure in new[] { (Name: "created", Count: operation.Created), (Name: "updated", Count: operation.Updated), (Name: "rejected", Count: operation.Rejected) }
               select new OperationFigure(Number(figure.Count), texts[prefix + figure.Name].Value),
        ],
        Actions = Actions(operation, actions, operations.CanStop(operation), operations.CanUndo(operation)),
    };

    /// <summary>What ended it, in the reader's language; null while all is well.</summary>
    public static string? ErrorText(Operation operation, IStringLocalizer texts)
    {
        if (operation.Error is null || JsonSerializer.Deserialize<string[]>(operation.Error) is not { Length: > 0 } parts)
        {
            return null;
        }

        return texts[parts[0], [.. parts.Skip(1)]].Value;
    }

    private static string? Mark(Operation operation) => operation.State switch
    {
        OperationState.Succeeded => operation.Rejected > 0 ? "warn" : "ok",
        OperationState.Failed => "bad",
        OperationState.Cancelled => "off",
        OperationState.Undone => "off",
        OperationState.Paused => "warn",
        _ => null,
    };

    private static List<ListAction> Actions(Operation operation, string actions, bool canStop, bool canUndo)
    {
        var offered = new List<ListAction>();
        if (canStop && operation.State is (OperationState.Queued or OperationState.Running))
        {
            offered.Add(new("pause", "operations.pause", "player-pause", actions + "/pause", ListActionMethod.Post));
        }

        if (operation.State == OperationState.Paused)
        {
            offered.Add(new("resume", "operations.resume", "player-play", actions + "/resume", ListActionMethod.Post));
        }

        if (canStop && !operation.IsOver)
        {
            offered.Add(new("cancel", "operations.cancel", "x", actions + "/cancel", ListActionMethod.Post, Confirm: "operations.cancel.ask", ConfirmDetail: "operations.cancel.detail"));
        }

        if (canUndo)
        {
            offered.Add(new("undo", "operations.undo", "arrow-back-up", actions + "/undo", ListActionMethod.Post, Confirm: "operations.undo.ask", ConfirmDetail: "operations.undo.detail"));
        }

        if (operation is { State: OperationState.Succeeded, ResultName: not null })
        {
            offered.Add(new("result", "operations.result", "download", actions + "/result"));
        }

        if (operation.Rejected > 0)
        {
            offered.Add(new("errors", "operations.errors", "download", actions + "/errors"));
        }

        return offered;
    }

    private static string? Pace(Operation operation, TenantClock clock, IStringLocalizer texts)
    {
        if (operation.StartedUtc is not { } started || operation.Processed == 0)
        {
            return null;
        }

        var seconds = Math.Max(0.001, ((operation.FinishedUtc ?? clock.UtcNow) - started).TotalSeconds);
        var perSecond = operation.Processed / seconds;
        if (operation.State != OperationState.Running || operation.Total <= operation.Processed)
        {
            return operation.IsOver ? texts["operations.took", Duration(seconds)].Value : null;
        }

        return texts["operations.pace", Number((long)perSecond), Duration((operation.Total - operation.Processed) / perSecond)].Value;
    }

    private static string Duration(double seconds) => seconds < 90
        ? Math.Ceiling(seconds).ToString("N0", CultureInfo.CurrentCulture) + " s"
        : Math.Ceiling(seconds / 60).ToString("N0", CultureInfo.CurrentCulture) + " min";

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
