using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ClientSuite.Tenancy;

/// <summary>The time zones that a form offers.</summary>
public static class TimeZoneChoices
{
    /// <summary>IANA zones named after a place, Brazil's first, each with its offset now.</summary>
    public static IReadOnlyList<SelectListItem> List(DateTimeOffset now) =>
    [
        .. TimeZoneInfo.GetSystemTimeZones()
            .Where(z => z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal) && !z.Id.StartsWith("posix/", StringComparison.Ordinal) && !z.Id.StartsWith("right/", StringComparison.Ordinal))
            .OrderBy(z => z.Id == TenantZone.Default.Id ? 0 : 1).ThenBy(z => z.Id, StringComparer.Ordinal)
            .Select(z => new SelectListItem($"{z.Id.Replace('_', ' ')} ({Offset(z.GetUtcOffset(now))})", z.Id)),
    ];

    /// <summary>True for an id that the system knows.</summary>
    public static bool IsKnown(string? id) => !string.IsNullOrEmpty(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);

    private static string Offset(TimeSpan offset) =>
        "UTC" + (offset < TimeSpan.Zero ? "−" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
