using Xunit;

namespace ClientSuite.Tests.Conventions;

/// <summary>Asserts that nothing was found, and otherwise lists all of it.</summary>
internal static class Nothing
{
    public static void In(IEnumerable<string?> found)
    {
        var all = found.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, "\n" + string.Join('\n', all));
    }
}
