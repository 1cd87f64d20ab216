using System.Globalization;
using System.Text.RegularExpressions;
using ClientSuite.Clients.Contracts;

namespace ClientSuite.ClientEmails;

/// <summary>What a mail may say of its reader, in templates and in words of one's own alike.</summary>
internal static partial class ClientValues
{
    /// <summary>The names, each with an example.</summary>
    public static IReadOnlyDictionary<string, string> Examples { get; } = Of(new ClientName { Id = 4821, Name = "Padaria Girassol", Email = "contato@padaria.example" });

    /// <summary>The names that a list offers: <c>name</c> is what templates called it before there was a list.</summary>
    public static IReadOnlyList<string> Offered { get; } = [.. Examples.Keys.Where(n => n != "name"), "site"];

    public static Dictionary<string, string> Of(ClientName client) => new(StringComparer.Ordinal)
    {
        ["name"] = client.Name,
        ["client.name"] = client.Name,
        ["client.email"] = client.Email,
        ["client.id"] = client.Id.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What stands in double braces and is none of the names.</summary>
    public static IReadOnlyList<string> Unknown(string words) => [.. Braces().Matches(words).Select(m => m.Groups[1].Value.Trim()).Where(n => n != "site" && !Examples.ContainsKey(n)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\{([^{}]*)\}\}", RegexOptions.None, 1000)]
    private static partial Regex Braces();
}
