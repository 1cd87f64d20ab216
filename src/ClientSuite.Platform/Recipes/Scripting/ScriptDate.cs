using System.Globalization;

namespace ClientSuite.Recipes.Scripting;

/// <summary>JavaScript's Date: milliseconds since 1970 UTC, or NaN when it is no date; parts may overflow into the next.</summary>
internal sealed class ScriptDate(double time, TimeZoneInfo zone)
{
    // The years 0001 to 9999, which is what .NET's time zones know.
    private const double Earliest = -62_135_596_800_000;
    private const double Latest = 253_402_300_799_999;
    private const double DayMs = 86_400_000;

    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];
    private static readonly string[] OffsetFormats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public double Time { get; private set; } = Clip(time);

    public bool IsValid => !double.IsNaN(Time);

    public string ToIso() => Utc(Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public override string ToString() => IsValid ? ToIso() : "Invalid Date";

    /// <summary>A date without a time is UTC, one with a time and no offset is local: ECMA-262, Date Time String Format.</summary>
    public static double Parse(string text, TimeZoneInfo zone)
    {
        var none = DateTimeStyles.None;
        var invariant = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, DateFormats, invariant, none, out var date))
        {
            return Milliseconds(date);
        }
        if (DateTime.TryParseExact(text, LocalFormats, invariant, none, out var local))
        {
            return ToUtc(Milliseconds(local), zone);
        }
        return DateTimeOffset.TryParseExact(text, OffsetFormats, invariant, none, out var instant) ? Milliseconds(instant.UtcDateTime) : double.NaN;
    }

    /// <summary>Year, month from 0, day, hour, minute, second, millisecond; what is left out is the first.</summary>
    public static double FromParts(IReadOnlyList<double> parts)
    {
        double Part(int index, double absent) => index < parts.Count ? Math.Truncate(parts[index]) : absent;

        var year = Part(0, 1970);
        year = year is >= 0 and <= 99 ? year + 1900 : year;
        return Days(year, Part(1, 0), Part(2, 1)) * DayMs + Part(3, 0) * 3_600_000 + Part(4, 0) * 60_000 + Part(5, 0) * 1000 + Part(6, 0);
    }

    public static double ToUtc(double local, TimeZoneInfo zone)
    {
        if (double.IsNaN(Clip(local)))
        {
            return double.NaN;
        }
        var moment = DateTime.SpecifyKind(Utc(local), DateTimeKind.Unspecified);
        // An hour that the clocks skip is read with the offset before the change, as browsers do.
        return local - (zone.IsInvalidTime(moment) ? zone.GetUtcOffset(moment.AddHours(-2)) : zone.GetUtcOffset(moment)).TotalMilliseconds;
    }

    /// <summary>getFullYear, setUTCDate and their family; null when the name is none of them.</summary>
    public ScriptFunction? Method(string name) => name switch
    {
        "getTime" or "valueOf" => _ => Time,
        "toISOString" => _ => IsValid ? ToIso() : throw new ScriptFailure("the date is not valid"),
        "toJSON" => _ => IsValid ? ToIso() : null,
        "toString" => _ => ToString(),
        "getTimezoneOffset" => _ => IsValid ? (Time - Local(Time)) / 60_000 : double.NaN,
        "setTime" => args => Time = Clip(Arg(args, 0)),
        _ when name.StartsWith("getUTC", StringComparison.Ordinal) => Getter(name[6..], local: false),
        _ when name.StartsWith("get", StringComparison.Ordinal) => Getter(name[3..], local: true),
        _ when name.StartsWith("setUTC", StringComparison.Ordinal) => Setter(name[6..], local: false),
        _ when name.StartsWith("set", StringComparison.Ordinal) => Setter(name[3..], local: true),
        _ => null,
    };

    private static int PartIndex(string part) => part switch
    {
        "FullYear" => 0,
        "Month" => 1,
        "Date" => 2,
        "Hours" => 3,
        "Minutes" => 4,
        "Seconds" => 5,
        "Milliseconds" => 6,
        _ => -1,
    };

    private static double[] Parts(DateTime moment) =>
        [moment.Year, moment.Month - 1, moment.Day, moment.Hour, moment.Minute, moment.Second, moment.Millisecond];

    private static double Arg(IReadOnlyList<object?> args, int index) => index < args.Count ? ScriptValue.ToNumber(args[index]) : double.NaN;

    private static double Clip(double value) => value is >= Earliest and <= Latest ? Math.Truncate(value) : double.NaN;

    private static DateTime Utc(double value) => DateTime.UnixEpoch.AddTicks((long)value * TimeSpan.TicksPerMillisecond);

    private static double Milliseconds(DateTime moment) => Math.Floor((moment - DateTime.UnixEpoch.AddTicks(0)).TotalMilliseconds);

    /// <summary>Days since 1970-01-01 in the Gregorian calendar: the usual count of eras of 400 years.</summary>
    private static double Days(double year, double month, double day)
    {
        year += Math.Floor(month / 12);
        month -= Math.Floor(month / 12) * 12;
        var shifted = month < 2 ? year - 1 : year; // a year that begins in March has its leap day last
        var era = Math.Floor(shifted / 400);
        var yearOfEra = shifted - era * 400;
        var dayOfYear = Math.Floor((153 * ((month + 10) % 12) + 2) / 5);
        return era * 146_097 + yearOfEra * 365 + Math.Floor(yearOfEra / 4) - Math.Floor(yearOfEra / 100) + dayOfYear - 719_468 + day - 1;
    }

    private ScriptFunction? Getter(string part, bool local)
    {
        var index = PartIndex(part);
        if (index < 0 && part != "Day")
        {
            return null;
        }
        return _ =>
        {
            if (!IsValid)
            {
                return double.NaN;
            }
            var moment = Utc(local ? Local(Time) : Time);
            return part == "Day" ? (double)moment.DayOfWeek : Parts(moment)[index];
        };
    }

    private ScriptFunction? Setter(string part, bool local)
    {
        var index = PartIndex(part);
        // setHours(h, m, s, ms) goes on into the next parts, setFullYear and setMonth stop at the day.
        var last = index <= 2 ? 2 : 6;
        return index < 0
            ? null
            : args =>
            {
                if (!IsValid || args.Count == 0)
                {
                    return Time = double.NaN;
                }
                var parts = Parts(Utc(local ? Local(Time) : Time));
                for (var i = 0; i < args.Count && index + i <= last; i++)
                {
                    parts[index + i] = ScriptValue.ToNumber(args[i]);
                }
                // FromParts reads a year below 100 as 19xx, which only the constructor does.
                var value = parts[0] is >= 0 and <= 99 ? double.NaN : FromParts(parts);
                return Time = Clip(local ? ToUtc(value, zone) : value);
            };
    }

    /// <summary>Local time written as if it were UTC.</summary>
    private double Local(double value) => Math.Clamp(value + zone.GetUtcOffset(Utc(value)).TotalMilliseconds, Earliest, Latest);
}
