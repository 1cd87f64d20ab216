using System.Linq.Expressions;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

/// <summary>A bulk action with what was entered for it: ready to be looked ahead at and started.</summary>
/// <param name="Id">Last part of its address.</param>
/// <param name="Texts">Prefix of its texts.</param>
/// <param name="IsDone">Clients that it leaves as they are.</param>
internal sealed record BulkTask(string Id, string Texts, Expression<Func<Client, bool>> IsDone)
{
    /// <summary>What was entered, as the operation keeps it.</summary>
    public string With { get; init; } = "";

    /// <summary>What it is about, in sentences.</summary>
    public string Subject { get; init; } = "";

    public bool IsOfTrash { get; init; }

    public bool CanUndo { get; init; } = true;

    /// <summary>How the history calls it; null for a change of client records.</summary>
    public ClientBulkAct? Act { get; init; }

    public Func<ClientBulkSample, Task<ClientBulkForm>>? Preview { get; init; }
}

/// <summary>The bulk actions: the list's own, and those of other modules.</summary>
internal sealed class BulkTasks(IEnumerable<IClientBulkAction> contributed, FieldChoices fields, ICurrentUser user)
{
    /// <summary>Other modules' actions that the user may use, in order.</summary>
    public IEnumerable<IClientBulkAction> Contributed => contributed.Where(a => user.Has(a.Permission)).OrderBy(a => a.Order);

    /// <summary>Permission that an action needs; null where there is no such action.</summary>
    public string? PermissionOf(string? id) => id == FieldChange.ActionId ? Permissions.Edit : BulkAction.Find(id, "")?.Permission ?? Find(id)?.Permission;

    /// <summary>Prefix of an action's texts.</summary>
    public string TextsOf(string id) => Find(id)?.Title ?? "clients.bulk." + id;

    /// <summary>What to ask before; null where an action needs nothing.</summary>
    public async Task<ClientBulkForm?> AskAsync(string id, IReadOnlyDictionary<string, string> values, CancellationToken cancel) =>
        id == FieldChange.ActionId ? fields.Ask(values) : Find(id) is { } action ? await action.AskAsync(values, cancel) : null;

    /// <exception cref="RuleBrokenException">What was entered is wrong.</exception>
    public async Task<BulkTask> ReadAsync(string id, IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        if (Find(id) is not { } action)
        {
            var change = id == FieldChange.ActionId ? fields.Read(values) : null;
            var own = change?.Action ?? BulkAction.Find(id, "") ?? throw new InvalidOperationException($"There is no bulk action {id}.");
            return new BulkTask(id, "clients.bulk." + id, own.IsDone) { IsOfTrash = own.IsOfTrash, With = change?.ToString() ?? "", Subject = change is null ? "" : fields.Title(change) };
        }

        var plan = await action.PlanAsync(values, cancel);
        Expression<Func<Client, bool>> isDone = (plan.Already, plan.Only) switch
        {
            ({ } already, { } only) => c => c.DeletedUtc != null || already.Contains(c.Id) || !only.Contains(c.Id),
            ({ } already, null) => c => c.DeletedUtc != null || already.Contains(c.Id),
            (null, { } only) => c => c.DeletedUtc != null || !only.Contains(c.Id),
            _ => c => c.DeletedUtc != null,
        };
        return new BulkTask(id, action.Title, isDone) { With = plan.Arguments, Subject = plan.Subject, CanUndo = action.CanUndo, Act = plan.Act, Preview = plan.Preview };
    }

    public IClientBulkAction? Find(string? id) => contributed.FirstOrDefault(a => a.Id == id);
}
