namespace ClientSuite.Frames;

/// <summary>Adds lines to the foot of every page of the clients' portal, signed in or not. Scoped; asked once per whole page, before it is
/// drawn: answer within milliseconds. A throw fails the page.</summary>
public interface IPortalFooter
{
    /// <summary>The lines; empty for none.</summary>
    Task<IReadOnlyList<FooterLine>> LoadAsync(CancellationToken cancel);
}

/// <summary>A line of the foot.</summary>
/// <param name="Text">Text in the user's language.</param>
/// <param name="Href">Where it leads, <c>mailto:</c> included; null for text alone.</param>
public sealed record FooterLine(string Text, string? Href = null);
