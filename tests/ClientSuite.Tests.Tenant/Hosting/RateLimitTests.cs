using System.Net;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>One address, token or tenant does not starve the rest: 429 with the time to wait.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Sign_ins_tokens_and_unknown_tokens_have_their_limits()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"], ("ClientSuite:SignInsPerMinute", "4"), ("ClientSuite:ApiRequestsPerSecond", "2"));
        await host.SetUpAsync("loja");
        await host.SetUpAsync("outra");
        using var api = await host.ApiAsync("loja"); // the first of four
        for (var i = 0; i < 3; i++)
        {
            (await api.PostAsync("token", new { userName = "admin", password = "Errada123" })).Is(HttpStatusCode.Unauthorized);
        }

        Refused(await api.PostAsync("token", new { userName = "admin", password = "Errada123" }));
        using var other = await host.ApiAsync("outra"); // another tenant is not this one's business

        var answers = await Task.WhenAll(Enumerable.Range(0, 21).Select(_ => api.GetAsync("clients")));
        Assert.Equal(20, answers.Count(a => a.Status == HttpStatusCode.OK)); // 2 a second over ten seconds
        Refused(answers.Single(a => a.Status != HttpStatusCode.OK));
        (await other.GetAsync("clients")).Is(HttpStatusCode.OK);

        using var stranger = new HttpClient { BaseAddress = host.Address("outra") };
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/clients") { Headers = { { "Authorization", "Bearer " + Guid.NewGuid().ToString("N") } } };
            using var answer = await stranger.SendAsync(request);
            Assert.Equal(i < 4 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(i >= 4, answer.Headers.RetryAfter is not null);
        }

        (await other.GetAsync("clients")).Is(HttpStatusCode.OK); // a token that is known is not held up
    }

    private static void Refused(ApiAnswer answer)
    {
        answer.Is(HttpStatusCode.TooManyRequests);
        Assert.NotNull(answer.Message.Headers.RetryAfter);
        Assert.NotNull(answer["title"]);
    }
}
