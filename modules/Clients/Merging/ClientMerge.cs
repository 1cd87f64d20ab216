using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ClientSuite.Data;

namespace ClientSuite.Clients;

/// <summary>Two clients that became one: what is needed to part them again.</summary>
internal sealed class ClientMerge
{
    /// <summary>How long a merge can be undone.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromDays(30);

    public long Id { get; init; }

    /// <summary>The client that stays.</summary>
    public long KeptId { get; init; }

    /// <summary>The client that went to the trash.</summary>
    public long MergedId { get; init; }

    [MaxLength(Client.NameLength)]
    public string MergedName { get; set; } = "";

    public DateTime AtUtc { get; init; }

    [MaxLength(200)]
    public string UserName { get; init; } = "";

    /// <summary>Values of the kept client that the merge changed, as they were: a JSON object by field.</summary>
    public string Before { get; set; } = "{}";

    /// <summary>The same fields, as the merge left them.</summary>
    public string After { get; set; } = "{}";

    /// <summary><see cref="MovedRows"/>, JSON.</summary>
    public string Moved { get; set; } = "[]";

    /// <summary>What participants keep, a JSON object by their ids.</summary>
    public string Kept { get; set; } = "{}";

    /// <summary>When it was undone, UTC; null while it holds.</summary>
    public DateTime? UndoneUtc { get; set; }

    public Dictionary<string, string> BeforeValues => Read<Dictionary<string, string>>(Before);

    public Dictionary<string, string> AfterValues => Read<Dictionary<string, string>>(After);

    public IReadOnlyList<MovedRows> MovedRows => Read<MovedRows[]>(Moved);

    public Dictionary<string, string> KeptValues => Read<Dictionary<string, string>>(Kept);

    /// <summary>Forgets what says who the two were; they cannot be parted any more.</summary>
    public void Anonymize(string name) => (MergedName, Before, After, Kept) = (name, "{}", "{}", "{}");

    public bool CanUndo(DateTime now) => UndoneUtc is null && now < AtUtc + UndoWindow;

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json) ?? throw new InvalidOperationException("A merge without its values.");
}
