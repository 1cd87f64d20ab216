using System.Text;
using ClientSuite.Web;
using Xunit;

namespace ClientSuite.Tests.Unit.Web;

public sealed class CleanJsonTests
{
    [Theory(DisplayName = "the escape of U+0000 goes, and nothing else")]
    [InlineData(@"{""a\u0000"":""\u0000""}", @"{""a"":""""}")]
    [InlineData(@"[""\u0000\u0000x\u0000""]", @"[""x""]")]
    [InlineData(@"[""\\u0000""]", @"[""\\u0000""]")]
    [InlineData(@"[""\\\u0000""]", @"[""\\""]")]
    [InlineData(@"[""\u0001 \u00e9 \u000 \n \"" \\""]", @"[""\u0001 \u00e9 \u000 \n \"" \\""]")]
    [InlineData(@"[""\u00", @"[""\u00")]
    [InlineData("", "")]
    public async Task Escapes(string json, string clean)
    {
        for (var size = 1; size <= 8; size++)
        {
            await using var cleaned = new CleanJson(new Dribble(Encoding.UTF8.GetBytes(json), size));
            using var reader = new StreamReader(cleaned, Encoding.UTF8, false, 16);
            Assert.Equal(clean, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_long_body_stays_whole()
    {
        var json = "[\"" + string.Concat(Enumerable.Repeat(@"é\u0000\\", 5_000)) + "\"]";
        await using var cleaned = new CleanJson(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        using var reader = new StreamReader(cleaned);
        Assert.Equal(json.Replace(@"\u0000", "", StringComparison.Ordinal), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class Dribble(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
