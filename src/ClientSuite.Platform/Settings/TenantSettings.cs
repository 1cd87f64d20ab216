using System.Reflection;
using System.Text.Json;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Settings;

/// <summary>Reads and stores a section. The cache holds the object itself: nobody changes it.</summary>
internal sealed class TenantSettings<T>(TenantDb db, ITenantCache cache) : ISettings<T> where T : class, new()
{
    private static readonly string Name = typeof(T).GetCustomAttribute<SettingsSectionAttribute>()?.Name ?? typeof(T).Name;
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);
    private T? _value;

    public async ValueTask<T> GetAsync(CancellationToken cancel = default) =>
        _value ??= await cache.GetAsync("settings:" + Name, Keep, ReadAsync, cancel);

    public async Task SetAsync(T value, CancellationToken cancel)
    {
        var json = JsonSerializer.Serialize(value, Json.Compact);
        var row = await db.Set<Setting>().FindAsync([Name], cancel);
        if (row is null)
        {
            db.Add(new Setting { Name = Name, Value = json });
        }
        else
        {
            row.Value = json;
        }

        _value = value;
        db.SavedChanges += (_, _) => cache.Remove("settings:" + Name);
    }

    private async ValueTask<T> ReadAsync(CancellationToken cancel)
    {
        var json = await db.Set<Setting>().AsNoTracking().Where(s => s.Name == Name).Select(s => s.Value).FirstOrDefaultAsync(cancel);
        return json is null ? new T() : JsonSerializer.Deserialize<T>(json, Json.Compact) ?? new T();
    }
}
