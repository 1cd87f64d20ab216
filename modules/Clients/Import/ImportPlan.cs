using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Tenancy;

namespace ClientSuite.Clients;

/// <summary>How a row finds the client that it is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportMatch>))]
internal enum ImportMatch
{
    /// <summary>By CPF or CNPJ.</summary>
    [JsonStringEnumMemberName("taxId")]
    TaxId,

    /// <summary>By the first e-mail.</summary>
    [JsonStringEnumMemberName("email")]
    Email,

    /// <summary>By short number; a number that nobody has is rejected.</summary>
    [JsonStringEnumMemberName("id")]
    Id,

    /// <summary>Every row is a new client.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>What an import does: kept as the operation's arguments.</summary>
/// <param name="File">Token of the stored upload.</param>
/// <param name="Columns">Field of each column of the file; null for one that is left out.</param>
/// <param name="Match">How rows find their client.</param>
/// <param name="DryRun">True writes nothing.</param>
/// <param name="Culture">Language of the reasons in the error file.</param>
internal sealed record ImportPlan(string File, IReadOnlyList<string?> Columns, ImportMatch Match, bool DryRun, string Culture)
{
    public static ImportMatch? ReadMatch(string? text) => text switch
    {
        null or "" or "taxId" => ImportMatch.TaxId,
        "email" => ImportMatch.Email,
        "id" => ImportMatch.Id,
        "none" => ImportMatch.None,
        _ => null,
    };

    /// <summary>Place of the first column that fills what the user may not change; null where there is none.</summary>
    public int? Forbidden(ICurrentUser user)
    {
        for (var at = 0; at < Columns.Count; at++)
        {
            if (ImportField.Find(Columns[at])?.IsOpenTo(user) == false)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>What is wrong with the plan; null when it can run.</summary>
    public FieldProblem? Problem()
    {
        var used = Columns.OfType<string>().ToList();
        if (used.Find(name => ImportField.Find(name) is null) is { } unknown)
        {
            return new("mapping", "clients.import.error.field", unknown);
        }

        if (used.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return new("mapping", "clients.import.error.twice", twice.Key);
        }

        var key = Match switch { ImportMatch.TaxId => "taxId", ImportMatch.Email => "email", ImportMatch.Id => "id", _ => null };
        if (key is not null && !used.Contains(key))
        {
            return new("match", "clients.import.error.match", key);
        }

        return Match != ImportMatch.Id && !used.Contains("tradeName") ? new("mapping", "clients.import.error.name") : null;
    }
}

/// <summary>How far an import is: saved in the transaction of the rows it counts.</summary>
internal sealed record ImportProgress
{
    /// <summary>Rows of the file that are done.</summary>
    public long Rows { get; set; }

    /// <summary>Length of the error file at that point: what lies beyond was written by a run that was killed.</summary>
    public long ErrorBytes { get; set; }

    /// <summary>The act in the history; 0 before the first batch.</summary>
    public long EntryId { get; set; }

    /// <summary>Rows that changed nothing.</summary>
    public long Same { get; set; }

    /// <summary>The first rejected rows, for the screen.</summary>
    public List<RejectedRow> First { get; set; } = [];

    public static ImportProgress Read(string json) => JsonSerializer.Deserialize<ImportProgress>(json) ?? new();

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>A row that was refused.</summary>
internal sealed record RejectedRow(long Row, string Name)
{
    public IReadOnlyList<RejectedCell> Cells { get; init; } = [];
}

/// <summary>What is wrong with a cell, or with a whole row.</summary>
/// <param name="Field">Label of the field, in the reader's words; empty for the row.</param>
/// <param name="Value">What the file says.</param>
/// <param name="Reason">In the reader's words.</param>
internal sealed record RejectedCell(string Field, string Value, string Reason)
{
    public override string ToString() => Field.Length > 0 ? $"{Field}: {Reason}" : Reason;
}

/// <summary>Times as files write them.</summary>
internal static class Instants
{
    private static readonly string[] Formats = ["dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>An instant with its zone, or a time or day on the tenant's clock.</summary>
    public static DateTime? Parse(string text, TenantClock clock)
    {
        var hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':' && text.Contains('T'));
        if (hasZone)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at.Year >= 1900 ? Cut(at.UtcDateTime) : null;
        }

        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year >= 1900)
        {
            return clock.Zone.IsInvalidTime(local) ? clock.StartOf(DateOnly.FromDateTime(local)) : Cut(TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), clock.Zone));
        }

        return Days.TryParse(text, out var day) && day.Year >= 1900 ? clock.StartOf(day) : null;
    }

    private static DateTime Cut(DateTime utc) => new(utc.Ticks - (utc.Ticks % 10), DateTimeKind.Utc);
}
