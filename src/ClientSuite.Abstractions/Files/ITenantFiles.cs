namespace ClientSuite.Files;

/// <summary>A folder of the tenant's own on the host's disk, for uploads under way and results to fetch: what nobody changed for 30 days is deleted. Scoped.</summary>
public interface ITenantFiles
{
    /// <summary>Full path of a file below the tenant's folder; the folder exists afterwards, the file need not.</summary>
    /// <param name="area">Folder: letters, digits and <c>-</c>.</param>
    /// <param name="name">File name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <exception cref="ArgumentException">A part has other characters.</exception>
    string PathFor(string area, string name);

    /// <summary>Deletes the files of every area that were last changed before a time; answers how many.</summary>
    /// <param name="utc">The time, UTC.</param>
    int DeleteOlderThan(DateTime utc);
}
