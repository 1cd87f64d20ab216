namespace ClientSuite.Files;

/// <summary>Takes stored bytes away that no record names: what a killed upload left, and what was deleted for good. Each owner cleans its own area
/// from a background task of its own, so that a feature that is off loses nothing. Scoped.</summary>
public interface IFileCleaning
{
    /// <summary>Deletes the files of an area that have been there for a day and are not in use; answers how many.</summary>
    /// <param name="area">The area.</param>
    /// <param name="used">Given some hundred keys, answers those that a record names, in the trash or not.</param>
    /// <param name="cancel">Ends the work; what is deleted stays so.</param>
    Task<int> CleanAsync(string area, Func<IReadOnlyList<string>, Task<List<string>>> used, CancellationToken cancel);
}
