using ClientSuite.Lists;
using Xunit;

namespace ClientSuite.Tests.Lists;

public sealed class ListStateTests
{
    [Theory(DisplayName = "002-84: a numbered page behind the last row gives way to the last page that there is")]
    [InlineData(1, 0, 1)]
    [InlineData(9, 0, 1)]
    [InlineData(2, 20, 1)]
    [InlineData(2, 21, 2)]
    [InlineData(99, 41, 3)]
    [InlineData(3, 41, 3)]
    public void Within_the_rows(int page, int total, int there) => Assert.Equal(there, new ListState { Page = page }.Within(total).Page);

    [Fact(DisplayName = "002-84: a page read by a cursor stays where it is")]
    public void Cursors_stay()
    {
        Assert.Equal(9, new ListState { Page = 9, After = "x" }.Within(20).Page);
        Assert.Equal(9, new ListState { Page = 9, FromEnd = true }.Within(20).Page);
    }
}
