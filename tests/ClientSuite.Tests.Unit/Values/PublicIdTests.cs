using System.Collections.Concurrent;
using ClientSuite.Values;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class PublicIdTests
{
    [Fact]
    public void Ids_of_one_clock_sort_in_the_order_in_which_they_were_made()
    {
        var clock = new FixedClock(DateTimeOffset.UnixEpoch.AddDays(20_000));
        List<string> ids = [.. Enumerable.Range(0, 10_000).Select(_ => PublicId.New(clock))];
        clock.Now += TimeSpan.FromMilliseconds(1);
        ids.Add(PublicId.New(clock));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(PublicId.IsValid(id)));
    }

    [Fact]
    public void Ids_of_many_threads_are_all_different()
    {
        var ids = new ConcurrentBag<string>();
        Parallel.For(0, 100_000, _ => ids.Add(PublicId.New(TimeProvider.System)));
        Assert.Equal(100_000, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("01jd8y2c4qk3v5n7r9t0w1x2yz", true)]
    [InlineData("01JD8Y2C4QK3V5N7R9T0W1X2YZ", false)]
    [InlineData("81jd8y2c4qk3v5n7r9t0w1x2yz", false)]
    [InlineData("01jd8y2c4qk3v5n7r9t0w1x2yi", false)]
    [InlineData("01jd8y2c4qk3v5n7r9t0w1x2y", false)]
    [InlineData(null, false)]
    public void An_id_is_known_by_its_form(string? text, bool expected) => Assert.Equal(expected, PublicId.IsValid(text));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
