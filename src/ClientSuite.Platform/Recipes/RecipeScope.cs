using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>
/// What a recipe's expressions may see. Whatever is null is refused with <see cref="RecipeErrors.NotAllowedHere"/>: a
/// recipe that a tenant's people send must not read the host's environment, settings or files.
/// </summary>
public sealed record RecipeScope
{
    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public required TimeProvider Clock { get; init; }

    /// <summary>The tenant's: <c>getHours()</c> and <c>new Date(2026, 0, 31)</c> mean its local time.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Answers of <c>parameters('x')</c>, names without case; one that is not there is null.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Parameters { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary><c>[env:NAME]</c>.</summary>
    public Func<string, string?>? Environment { get; init; }

    /// <summary><c>[appsettings:KEY]</c> and <c>configuration('key', 'default')</c>.</summary>
    public Func<string, string?>? Configuration { get; init; }

    /// <summary><c>[file: text('x')]</c>, <c>base64('x')</c> and <c>json('x')</c>.</summary>
    public RecipeFolder? Folder { get; init; }

    /// <summary><c>[localization:key]</c>; the key itself when it has no translation.</summary>
    public Func<string, string>? Localize { get; init; }

    /// <summary><c>uuid()</c>: 26 characters that begin with 4, as Orchard Core's ids.</summary>
    public Func<string> NewId { get; init; } = RandomId;

    /// <summary>More functions for <c>js:</c>, by their exact name: what the host adds, such as <c>getUrlPrefix</c>.</summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<JsonNode?>, JsonNode?>> Functions { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<JsonNode?>, JsonNode?>>();

    public RecipeLimits Limits { get; init; } = new();

    private static string RandomId()
    {
        Span<char> id = stackalloc char[26];
        RandomNumberGenerator.GetItems(IdAlphabet, id);
        id[0] = '4';
        return new string(id);
    }
}

/// <summary>
/// How much a recipe's expressions may do. A step is one node evaluated or 16 characters of text made, so these bound
/// time and memory alike; there are no loops, so honest recipes stay far below.
/// </summary>
public sealed record RecipeLimits
{
    public int StepsPerExpression { get; init; } = 100_000;

    public int StepsPerRun { get; init; } = 5_000_000;

    public int TextLength { get; init; } = 1_000_000;

    public int SourceLength { get; init; } = 32_768;

    public int Depth { get; init; } = 100;

    public int VariableDepth { get; init; } = 32;
}
