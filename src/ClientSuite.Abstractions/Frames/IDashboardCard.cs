namespace ClientSuite.Frames;

/// <summary>A card on the admin's home page. Scoped; asked once per visit, one after the other in order: answer within
/// milliseconds. A throw fails the page.</summary>
public interface IDashboardCard
{
    /// <summary>Text key of the heading.</summary>
    string Title { get; }

    /// <summary>Order on the page.</summary>
    int Order { get; }

    /// <summary>Permission without which the card is not asked; null for everyone who enters the admin.</summary>
    string? Permission { get; }

    /// <summary>What the card shows, or null to leave it out.</summary>
    Task<DashboardCard?> LoadAsync(CancellationToken cancel);
}

/// <summary>Content of a card.</summary>
/// <param name="Partial">Path of the partial that draws its body, <c>/Areas/Jobs/Pages/Home/_Operations.cshtml</c>.</param>
/// <param name="Model">The partial's model.</param>
public sealed record DashboardCard(string Partial, object Model)
{
    /// <summary>Page below the tenant that shows more, or null.</summary>
    public string? MorePath { get; init; }

    /// <summary>Text key of the link to <see cref="MorePath"/>.</summary>
    public string? MoreTitle { get; init; }

    /// <summary>True takes the whole width.</summary>
    public bool IsWide { get; init; }
}
