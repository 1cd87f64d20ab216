using System.Globalization;
using ClientSuite.Texts;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Jobs.Tasks;

/// <summary>Says a cron expression as people do; an unusual one stays as it is.</summary>
internal static class ScheduleWords
{
    public static string Say(string cron, IStringLocalizer texts)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minute, var hour, var day, "*", var weekday] || (day != "*" && weekday != "*"))
        {
            return cron;
        }

        var everyDay = day == "*" && weekday == "*";
        if (everyDay && hour == "*" && Step(minute) is { } minutes)
        {
            return texts.Plural("jobs.every.minutes", minutes);
        }

        if (Number(minute, 59) is not { } at)
        {
            return cron;
        }

        if (everyDay && hour == "*")
        {
            return texts["jobs.every.hour", at].Value;
        }

        if (everyDay && Step(hour) is { } hours)
        {
            return texts.Plural("jobs.every.hours", hours, at);
        }

        if (Number(hour, 23) is not { } oClock)
        {
            return cron;
        }

        var time = new TimeOnly(oClock, at).ToString("t", CultureInfo.CurrentCulture);
        return everyDay ? texts["jobs.every.day", time].Value
            : weekday == "*" ? Number(day, 31) is { } date and > 0 ? texts["jobs.every.month", date, time].Value : cron
            : Weekdays(weekday) is { } days ? texts["jobs.every.week", days, time].Value
            : cron;
    }

    /// <summary>"1-5" and "1,4" by name; null for anything else.</summary>
    private static string? Weekdays(string field)
    {
        var names = CultureInfo.CurrentCulture.DateTimeFormat;
        var parts = field.Split(',').Select(part => part.Split('-').Select(p => Number(p, 7) is { } day ? names.GetDayName((DayOfWeek)(day % 7)) : null).ToList()).ToList();
        return parts.TrueForAll(p => p.Count <= 2 && !p.Contains(null)) ? string.Join(", ", parts.Select(p => string.Join(" – ", p))) : null;
    }

    private static int? Step(string field) => field == "*" ? 1 : field.StartsWith("*/", StringComparison.Ordinal) ? Number(field[2..], 59) : null;

    private static int? Number(string text, int most) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
