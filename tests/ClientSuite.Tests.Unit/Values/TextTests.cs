using ClientSuite.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class TextTests
{
    [Theory]
    [InlineData("João  Padaria", "joao padaria")]
    [InlineData("  CONCEIÇÃO\t& Filhos\r\n", "conceicao & filhos")]
    [InlineData("São\u00A0João", "sao joao")]
    [InlineData("Jo\u0061\u0303o", "joao")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Zero\u200BWidth", "zerowidth")]
    [InlineData("abc 123", "abc 123")]
    [InlineData("Straße 😀", "straße 😀")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Folding_removes_case_marks_and_spare_spaces(string? text, string expected) => Assert.Equal(expected, TextFolding.Fold(text));

    [Fact]
    public void Folding_a_folded_text_gives_the_same_object()
    {
        var folded = "joao padaria 123";
        Assert.Same(folded, TextFolding.Fold(folded));
    }

    [Fact]
    public void Folding_twice_changes_nothing_whatever_the_text() =>
        Prop.ForAll<string?>(text => TextFolding.Fold(TextFolding.Fold(text)) == TextFolding.Fold(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_character_can_be_folded_and_stays_folded() =>
        Assert.All(Enumerable.Range(0, 0x10000), code =>
        {
            var folded = TextFolding.Fold("a" + (char)code + "b");
            Assert.Equal(folded, TextFolding.Fold(folded));
        });

    [Theory]
    [InlineData("Álvaro Souza", 6, "alvaro")]
    [InlineData("Álvaro Souza", 7, "alvaro")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData(null, 5, "")]
    public void A_sort_key_is_cut_between_characters(string? text, int maxLength, string expected) =>
        Assert.Equal(expected, TextFolding.SortKey(text, maxLength));

    [Theory(DisplayName = "000-09: a document or telephone is searched without its mask, complete or half typed")]
    [InlineData("529.982.247-25", "52998224725")]
    [InlineData("529982247-25", "52998224725")]
    [InlineData("529.982", "529982")]
    [InlineData("529.982.2", "5299822")]
    [InlineData("12.ABC.345/01DE-35", "12abc34501de35")]
    [InlineData("AB.CDE.FGH/IJKL-80", "abcdefghijkl80")]
    [InlineData("12.ABC.3", "12abc3")]
    [InlineData("12.ABC.345/01", "12abc34501")]
    [InlineData("12abc345/01de-35", "12abc34501de35")]
    [InlineData("11.222.333/0001-81", "11222333000181")]
    [InlineData("11.222", "11222")]
    [InlineData("(31) 98765-4321", "31 987654321")]
    [InlineData("(31)98765-4321", "31987654321")]
    [InlineData("31-3333-4444", "3133334444")]
    [InlineData("+55 31 98765-43", "55 31 9876543")]
    [InlineData("+5531987654321", "5531987654321")]
    [InlineData("32315-040", "32315040")]
    public void A_masked_number_is_searched_bare(string query, string words) => Assert.Equal(words.Split(' '), TextFolding.Words(query));

    [Theory]
    [InlineData("João da Padaria", "joao da padaria")]
    [InlineData("joao.silva@exemplo.com.br", "joao.silva@exemplo.com.br")]
    [InlineData("Rádio 98.5", "radio 98.5")]
    [InlineData("Rádio 102.9", "radio 102.9")]
    [InlineData("uk.abc.com", "uk.abc.com")]
    [InlineData("Academia 24-7", "academia 24-7")]
    [InlineData("comercio/2020", "comercio/2020")]
    [InlineData("Padaria - Centro & Cia", "padaria centro cia")]
    [InlineData("ana ANA Aná", "ana")]
    public void Other_words_are_only_folded(string query, string words) => Assert.Equal(words.Split(' '), TextFolding.Words(query));

    [Theory]
    [InlineData("")]
    [InlineData("  - ")]
    [InlineData(null)]
    public void A_search_for_nothing_has_no_words(string? query) => Assert.Empty(TextFolding.Words(query));

    [Theory]
    [InlineData("  a\0b\0 ", "ab")]
    [InlineData("😀", "😀")]
    [InlineData("a\nb", "a\nb")]
    [InlineData(null, "")]
    public void Cleaning_removes_nul_and_outer_spaces(string? text, string expected) => Assert.Equal(expected, TextCleaning.Clean(text));

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.All(new[] { "a\uD83D", "\uDE00a", "\uD83D\uD83D\uDE00", "\uDE00\uD83D" }, text =>
        {
            Assert.False(TextCleaning.TryClean(text, out var clean));
            Assert.Empty(clean);
            Assert.Throws<FormatException>(() => TextCleaning.Clean(text));
        });
    }
}
