using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Web;

internal sealed class UserPreferences(CurrentUser user, TenantDb db, UserAccess access) : IUserPreferences
{
    private const int MaxLength = 4_000;
    private Dictionary<string, string>? _values;

    public string? Get(string name) => Values().GetValueOrDefault(name);

    public async Task SetAsync(string name, string? value, CancellationToken cancel)
    {
        // Who works as somebody else leaves that person's choices alone.
        if (user.Id is not { } id || db.Session.OnBehalfOf is not null || value?.Length > MaxLength || name.Length > 100)
        {
            return;
        }

        var stored = await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Id == id).Select(u => u.Preferences).FirstAsync(cancel);
        var values = Parse(stored);
        if (value is null)
        {
            values.Remove(name);
        }
        else if (values.Count < 200 || values.ContainsKey(name))
        {
            values[name] = value.Replace("\0", "", StringComparison.Ordinal); // posted without a binder
        }

        var json = JsonSerializer.Serialize(values, Json.Compact);
        // Preferences are kept out of the history, so the direct update bypasses nothing.
        await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Preferences, json), cancel);
        _values = values;
        access.Forget(id);
    }

    private Dictionary<string, string> Values() => _values ??= Parse(user.Grants?.Preferences);

    private static Dictionary<string, string> Parse(string? json) =>
        string.IsNullOrEmpty(json) ? new(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, string>>(json, Json.Compact) ?? new(StringComparer.Ordinal);
}
