using System.Text.Json;

namespace ClientSuite.Notifications;

/// <summary>When a notification goes by mail.</summary>
internal enum MailWhen
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>As it happens.</summary>
    AtOnce,

    /// <summary>With the day's others.</summary>
    Digest,
}

/// <summary>How a person is told of one type of notification. Kept among the user's preferences.</summary>
/// <param name="Bell">In the bell's panel.</param>
/// <param name="Mail">By mail.</param>
internal readonly record struct Channels(bool Bell, MailWhen Mail)
{
    /// <summary>Until somebody chooses.</summary>
    public static Channels Default => new(true, MailWhen.Never);

    public static string PreferenceOf(string type) => "notify." + type;

    public static Channels Parse(string? stored) =>
        stored?.Split(',') is [var bell, var mail] && Enum.TryParse<MailWhen>(mail, out var when) ? new(bell == "bell", when) : Default;

    /// <summary>The choice of a user, from all his preferences.</summary>
    public static Channels Of(string preferences, string type)
    {
        using var all = JsonDocument.Parse(preferences.Length == 0 ? "{}" : preferences);
        return all.RootElement.TryGetProperty(PreferenceOf(type), out var own) ? Parse(own.GetString()) : Default;
    }

    public override string ToString() => (Bell ? "bell" : "quiet") + "," + Mail;
}
