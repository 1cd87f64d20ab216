
namespace ClientSuite.Privacy;

/// <summary>Removes what has been kept for long enough. Scoped. Run at night, and by hand after a preview; the tenant says after how many
/// days, and whether at all.</summary>
public interface IRetentionRule
{
    /// <summary>Stable id, <c>clients.trash</c>; the texts <c>retention.{id}</c> and <c>retention.{id}.hint</c> name and explain it.</summary>
    string Id { get; }

    /// <summary>Days in a tenant that said nothing; null where the rule is then off.</summary>
    int? DefaultDays { get; }

    /// <summary>Fewest days that may be set, where a law names them; 1 else.</summary>
    int MinimumDays => 1;

    /// <summary>What would go.</summary>
    Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel);

    /// <summary>Removes it, in batches that are each saved; answers how many. A killed run is taken up by the next.</summary>
    Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel);
}

/// <summary>What a rule may touch.</summary>
/// <param name="BeforeUtc">What is older, UTC.</param>
/// <param name="Held">Clients whose data must stay (legal hold), as a query to be composed further.</param>
public sealed record RetentionScope(DateTime BeforeUtc, IQueryable<long> Held);

/// <summary>What a rule would remove.</summary>
/// <param name="Count">How many, counted to <see cref="Cap"/>.</param>
/// <param name="Examples">The first of them, as people know them.</param>
public sealed record RetentionPreview(int Count, IReadOnlyList<string> Examples)
{
    /// <summary>Counting ends here.</summary>
    public const int Cap = 1000;

    /// <summary>How many examples are shown.</summary>
    public const int Shown = 10;
}
