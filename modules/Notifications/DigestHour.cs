using System.Globalization;
using System.Text.Json;
using ClientSuite.Tenancy;

namespace ClientSuite.Notifications;

/// <summary>The hour of a person's daily digest, in the tenant's time zone. Kept among the user's preferences.</summary>
internal static class DigestHour
{
    public const string Preference = "notify.hour";

    public const int Default = 8;

    public static int Parse(string? stored) => int.TryParse(stored, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour is >= 0 and < 24 ? hour : Default;

    /// <summary>The hour of a user, from all his preferences.</summary>
    public static int Of(string preferences)
    {
        using var all = JsonDocument.Parse(preferences.Length == 0 ? "{}" : preferences);
        return all.RootElement.TryGetProperty(Preference, out var own) ? Parse(own.GetString()) : Default;
    }

    /// <summary>The last time that it was this hour, UTC.</summary>
    public static DateTime LastBefore(int hour, TenantClock clock)
    {
        var today = At(clock.Today);
        return today <= clock.UtcNow ? today : At(clock.Today.AddDays(-1));

        DateTime At(DateOnly day)
        {
            var local = day.ToDateTime(new TimeOnly(hour, 0));
            return TimeZoneInfo.ConvertTimeToUtc(clock.Zone.IsInvalidTime(local) ? local.AddHours(1) : local, clock.Zone);
        }
    }
}
