using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients.Import;

public sealed class ImportFieldTests
{
    private static readonly Dictionary<string, string> NoLabels = [];

    [Theory]
    [InlineData("tradeName", "tradeName")]
    [InlineData("trade_name", "tradeName")]
    [InlineData("TRADE-NAME", "tradeName")]
    [InlineData("Trade Name", "tradeName")]
    [InlineData("created_at", "createdUtc")]
    [InlineData("createdAt", "createdUtc")]
    [InlineData("CPF/CNPJ", "taxId")]
    [InlineData("postal_code", "postalCode")]
    [InlineData("município", "city")]
    [InlineData("status", null)]
    [InlineData("plan_id", null)]
    [InlineData("notes", null)]
    public void A_header_finds_its_field(string header, string? field) => Assert.Equal(field, ImportField.Guess(header, NoLabels));

    [Fact]
    public void A_label_of_any_language_finds_its_field() =>
        Assert.Equal("legalName", ImportField.Guess("Razón social", new Dictionary<string, string> { ["razonsocial"] = "legalName" }));

    [Fact]
    public void Of_two_columns_for_one_field_the_first_has_it() =>
        Assert.Equal(["taxId", "tradeName", null, null], ImportField.Columns(["cpf", "nome", "cnpj", "obs"], [], NoLabels));

    [Fact]
    public void What_the_caller_says_of_a_column_comes_before_what_headers_name() =>
        Assert.Equal([null, "tradeName", "email", null], ImportField.Columns(["nome", "apelido", "email", "cpf"], new() { ["apelido"] = "tradeName", ["cpf"] = null, ["outra"] = "email" }, NoLabels));

    [Fact]
    public void A_plan_needs_a_name_and_the_field_it_matches_by()
    {
        Assert.Equal("clients.import.error.match", new ImportPlan("t", ["tradeName"], ImportMatch.TaxId, false, "en").Problem()?.Key);
        Assert.Equal("clients.import.error.name", new ImportPlan("t", ["taxId"], ImportMatch.TaxId, false, "en").Problem()?.Key);
        Assert.Equal("clients.import.error.twice", new ImportPlan("t", ["tradeName", "tradeName"], ImportMatch.None, false, "en").Problem()?.Key);
        Assert.Null(new ImportPlan("t", ["id", "phone"], ImportMatch.Id, false, "en").Problem());
        Assert.Null(new ImportPlan("t", ["tradeName", null, "taxId"], ImportMatch.TaxId, false, "en").Problem());
    }
}
