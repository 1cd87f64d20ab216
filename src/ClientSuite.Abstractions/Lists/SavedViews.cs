using System.Text.Json;
using ClientSuite.Web;

namespace ClientSuite.Lists;

/// <summary>A user's saved views of a list, kept among the preferences.</summary>
public static class SavedViews
{
    /// <summary>The views, oldest first; empty for none.</summary>
    public static IReadOnlyList<ListSavedView> Read(string listId, IUserPreferences preferences) =>
        preferences.Get($"lists.{listId}.views") is { } json ? JsonSerializer.Deserialize<List<ListSavedView>>(json) ?? [] : [];

    /// <summary>Stores the views; at most 20 are kept.</summary>
    public static Task WriteAsync(string listId, IReadOnlyList<ListSavedView> views, IUserPreferences preferences, CancellationToken cancel) =>
        preferences.SetAsync($"lists.{listId}.views", views.Count == 0 ? null : JsonSerializer.Serialize(views.TakeLast(20)), cancel);
}
