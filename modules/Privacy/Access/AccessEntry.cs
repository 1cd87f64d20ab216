using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Privacy;

/// <summary>That somebody saw a client's data. Kept for six months (Marco Civil art. 15).</summary>
internal sealed class AccessEntry
{
    public const int DetailLength = 100;
    public const int FilterLength = 500;

    public long Id { get; init; }

    public DateTime AtUtc { get; init; }

    /// <summary>The client; null once it was erased.</summary>
    public long? ClientId { get; init; }

    /// <summary>Who of the staff; null for whoever held a link.</summary>
    public long? UserId { get; init; }

    [MaxLength(200)]
    public string UserName { get; init; } = "";

    public AccessKind Kind { get; init; }

    [MaxLength(DetailLength)]
    public string Detail { get; init; } = "";

    /// <summary>How many clients a list had that was downloaded; null for one client.</summary>
    public long? Clients { get; init; }

    /// <summary>The list's query.</summary>
    [MaxLength(FilterLength)]
    public string Filter { get; set; } = "";

    [MaxLength(64)]
    public string? RemoteIp { get; init; }

    /// <summary>A list's query without the values that name somebody; that something was looked for stays, and by which field.</summary>
    public static string Without(string filter, Func<string, bool> names)
    {
        var parts = new List<string>();
        foreach (var part in filter.Split('&'))
        {
            if (parts.Count > 0 && !part.Contains('=', StringComparison.Ordinal))
            {
                parts[^1] += "&" + part; // the value itself has a &
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('&', parts.Select(part => part.Split('=', 2)).Select(p => p is [not "ids", var value] && names(value) ? p[0] + "=…" : string.Join('=', p)));
    }
}
