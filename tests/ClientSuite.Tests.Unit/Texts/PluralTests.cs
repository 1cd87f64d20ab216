using System.Globalization;
using ClientSuite.Clients;
using ClientSuite.Texts;
using Xunit;

namespace ClientSuite.Tests.Texts;

public sealed class PluralTests
{
    private static readonly TextStore Texts = new([typeof(Client).Assembly]);

    [Theory(DisplayName = "UI §7: one thing is singular, none and many are plural, in all three languages")]
    [InlineData("pt-BR", "Importar 0 clientes", "Importar 1 cliente", "Importar 2 clientes")]
    [InlineData("en", "Import 0 clients", "Import 1 client", "Import 2 clients")]
    [InlineData("es", "Importar 0 clientes", "Importar 1 cliente", "Importar 2 clientes")]
    public void Counts(string culture, string none, string one, string two)
    {
        var reader = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal([none, one, two], new[] { 0, 1, 2 }.Select(n => Texts.Plural("clients.import.do", n)));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = reader;
        }
    }

    [Theory(DisplayName = "UI §7: a text with a number has both forms, in all three languages")]
    [InlineData("pt-BR")]
    [InlineData("en")]
    [InlineData("es")]
    public void Both_forms(string culture)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var keys = Texts.GetAllStrings(includeParentCultures: false).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            var counted = keys.Where(k => k.EndsWith(".other", StringComparison.Ordinal)).ToList();
            Assert.True(counted.Count > 20);
            Assert.DoesNotContain(counted, k => !keys.Contains(k[..^"other".Length] + "one"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }
}
