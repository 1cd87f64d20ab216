using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients.List;

public sealed class ClientCursorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("joao padaria")]
    [InlineData("a\nb")]
    [InlineData("日本")]
    public void A_cursor_reads_back(string value) =>
        Assert.Equal(new ClientCursor("tradeName", value, 42), ClientCursor.Read(new ClientCursor("tradeName", value, 42).ToString(), "tradeName"));

    [Fact]
    public void A_cursor_of_another_sort_is_refused() => Assert.Null(ClientCursor.Read(new ClientCursor("tradeName", "a", 1).ToString(), "email"));

    [Theory]
    [InlineData("zzz")]
    [InlineData("###")]
    [InlineData("")]
    [InlineData(null)]
    public void Nonsense_is_refused(string? text) => Assert.Null(ClientCursor.Read(text, "tradeName"));
}
