using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ClientSuite.Values;

/// <summary>A federative unit (UF): 26 states and the federal district.</summary>
/// <param name="Code">Two upper-case letters.</param>
/// <param name="Name">Its name in Portuguese, which is its name in every language.</param>
public sealed record BrazilianState(string Code, string Name)
{
    /// <summary>All 27, in the order of their names.</summary>
    public static IReadOnlyList<BrazilianState> All { get; } =
    [
        new("AC", "Acre"),
        new("AL", "Alagoas"),
        new("AP", "Amapá"),
        new("AM", "Amazonas"),
        new("BA", "Bahia"),
        new("CE", "Ceará"),
        new("DF", "Distrito Federal"),
        new("ES", "Espírito Santo"),
        new("GO", "Goiás"),
        new("MA", "Maranhão"),
        new("MT", "Mato Grosso"),
        new("MS", "Mato Grosso do Sul"),
        new("MG", "Minas Gerais"),
        new("PA", "Pará"),
        new("PB", "Paraíba"),
        new("PR", "Paraná"),
        new("PE", "Pernambuco"),
        new("PI", "Piauí"),
        new("RJ", "Rio de Janeiro"),
        new("RN", "Rio Grande do Norte"),
        new("RS", "Rio Grande do Sul"),
        new("RO", "Rondônia"),
        new("RR", "Roraima"),
        new("SC", "Santa Catarina"),
        new("SP", "São Paulo"),
        new("SE", "Sergipe"),
        new("TO", "Tocantins"),
    ];

    // Codes and folded names in one table: no code is a name.
    private static readonly FrozenDictionary<string, BrazilianState> ByFoldedText =
        All.Select(state => KeyValuePair.Create(TextFolding.Fold(state.Code), state))
            .Concat(All.Select(state => KeyValuePair.Create(TextFolding.Fold(state.Name), state)))
            .ToFrozenDictionary();

    /// <summary>Whether the text is one of the 27 codes, upper case, without spaces: the stored form.</summary>
    public static bool IsValid([NotNullWhen(true)] string? code) => TryParse(code, out var state) && state.Code == code;

    /// <summary>Finds a state by code or name in any case, with or without accents: <c>mg</c>, <c>Sao Paulo</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BrazilianState? state) =>
        ByFoldedText.TryGetValue(TextFolding.Fold(text), out state);
}
