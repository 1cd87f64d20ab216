using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients.List;

public sealed class ClientFilterTests
{
    [Fact(DisplayName = "001-20 Several filters at once")]
    public void Filters_are_read_together()
    {
        var filter = Read(out var problems, ("q", "padaria"), ("state", "MG,SP"), ("personKind", "legal"), ("createdFrom", "2025-01-01"), ("createdTo", "2025-12-31"), ("blocked", "yes"));

        Assert.Empty(problems);
        Assert.Equal("padaria", filter.Q);
        Assert.Equal(["MG", "SP"], filter.States);
        Assert.Equal([PersonKind.Legal], filter.Kinds);
        Assert.Equal((new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31)), (filter.CreatedFrom, filter.CreatedTo));
        Assert.True(filter.Blocked);
    }

    [Theory]
    [InlineData("state", "XX")]
    [InlineData("personKind", "robot")]
    [InlineData("createdFrom", "2025-02-30")]
    [InlineData("blocked", "maybe")]
    [InlineData("id", "abc")]
    [InlineData("status", "sleepy")]
    public void An_unknown_value_is_a_problem_of_its_filter(string name, string value)
    {
        Read(out var problems, (name, value));

        Assert.Equal(name, Assert.Single(problems).Field);
    }

    [Theory]
    [InlineData("citty", "X", true)]
    [InlineData("group", "5", true)]
    [InlineData("citty", " ", false)]
    [InlineData("CITY", "X", false)]
    [InlineData("fields.cor", "azul", false)]
    [InlineData("pageSize", "50", false)]
    public void A_name_that_is_no_filter_is_a_problem(string name, string value, bool isProblem)
    {
        Read(out var problems, (name, value));

        Assert.Equal(isProblem, problems.Any(p => p.Field == name));
    }

    [Fact]
    public void A_masked_document_filters_bare() => Assert.Equal(["11222333"], Read(out _, ("taxId", "11.222.333")).TaxIds);

    [Fact]
    public void Both_answers_to_blocked_narrow_nothing() => Assert.Null(Read(out _, ("blocked", "yes"), ("blocked", "no")).Blocked);

    private static ClientFilter Read(out IReadOnlyList<FieldProblem> problems, params (string Name, string Value)[] query) =>
        ClientFilter.Read(query.GroupBy(q => q.Name).Select(g => KeyValuePair.Create(g.Key, new Microsoft.Extensions.Primitives.StringValues([.. g.Select(q => q.Value)]))), [], out problems);
}
