using System.Globalization;

namespace ClientSuite.Tenancy;

/// <summary>Time as the tenant sees it. Scoped. Instants are UTC cut to microseconds, as both databases store them.</summary>
public sealed class TenantClock(TimeProvider time, TenantZone zone)
{
    /// <summary>Now, UTC, cut to microseconds.</summary>
    public DateTime UtcNow
    {
        get
        {
            var now = time.GetUtcNow().UtcDateTime;
            return new DateTime(now.Ticks - (now.Ticks % 10), DateTimeKind.Utc);
        }
    }

    /// <summary>The tenant's time zone.</summary>
    public TimeZoneInfo Zone => zone.Zone;

    /// <summary>The tenant's today.</summary>
    public DateOnly Today => DateOnly.FromDateTime(ToLocal(UtcNow));

    /// <summary>An instant in the tenant's time zone, kind unspecified.</summary>
    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);

    /// <summary>An instant as people read it: the day, in the reader's culture.</summary>
    public string Day(DateTime utc) => ToLocal(utc).ToString("d", CultureInfo.CurrentCulture);

    /// <summary>An instant as people read it: day and time, in the reader's culture.</summary>
    public string DayAndTime(DateTime utc) => ToLocal(utc).ToString("g", CultureInfo.CurrentCulture);

    /// <summary>The first instant of a day of the tenant's calendar, UTC. A day whose midnight a time change skips begins at
    /// its first existing instant.</summary>
    public DateTime StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return TimeZoneInfo.ConvertTimeToUtc(local, Zone);
    }

    /// <summary>The first instant after a day of the tenant's calendar, UTC; after the last day that a calendar knows, the last instant.</summary>
    public DateTime EndOf(DateOnly day) => day < DateOnly.MaxValue ? StartOf(day.AddDays(1)) : DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);
}

/// <summary>The tenant's time zone, loaded with its settings before anything else runs in the scope. Scoped.</summary>
public sealed class TenantZone
{
    /// <summary>The zone; São Paulo until the tenant's settings say otherwise.</summary>
    public TimeZoneInfo Zone { get; set; } = Default;

    /// <summary>Default zone of the product.</summary>
    public static TimeZoneInfo Default { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");
}
