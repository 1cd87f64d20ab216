namespace ClientSuite.Web;

/// <summary>What the signed-in user prefers in the admin: small values by name (<c>theme</c>, <c>lists.clients.pageSize</c>). Scoped.
/// For nobody, everything is unset and nothing is stored.</summary>
public interface IUserPreferences
{
    /// <summary>The value, or null.</summary>
    string? Get(string name);

    /// <summary>Stores a value, at most 4,000 characters; null removes it.</summary>
    Task SetAsync(string name, string? value, CancellationToken cancel);
}
