using ClientSuite.Tenancy;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class TenantClockTests
{
    [Theory(DisplayName = "a day ends where the next one begins, and the last one that there is with time itself")]
    [InlineData("2026-11-23", "2026-11-24T03:00:00.0000000Z")]
    [InlineData("9999-12-30", "9999-12-31T03:00:00.0000000Z")]
    [InlineData("9999-12-31", "9999-12-31T23:59:59.9999999Z")]
    public void The_end_of_a_day(string day, string end) =>
        Assert.Equal(end, new TenantClock(TimeProvider.System, new TenantZone()).EndOf(DateOnly.Parse(day, null)).ToString("O"));
}
