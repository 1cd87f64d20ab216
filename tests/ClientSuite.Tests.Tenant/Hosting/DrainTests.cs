using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task A_stopping_host_is_not_ready_and_ends_what_it_began()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"], ("ClientSuite:DrainSeconds", "2"));
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        using var http = new HttpClient { BaseAddress = host.Url };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);

        var rest = new TaskCompletionSource();
        using var slow = new HttpRequestMessage(HttpMethod.Post, "/loja/api/clients") { Content = new SlowJson("""{"tradeName":"Sob a """, """água","personKind":"natural"}""", rest.Task) };
        slow.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Token);
        var underWay = http.SendAsync(slow);
        await Task.Delay(300);

        var stopping = host.StopAsync();
        var ready = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("stopping", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await Task.Delay(2500); // past the drain: connections are refused, this one is not cut
        rest.SetResult();
        Assert.Equal(HttpStatusCode.Created, (await underWay).StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private sealed class SlowJson : HttpContent
    {
        private readonly (string First, string Second, Task Between) _parts;

        public SlowJson(string first, string second, Task between)
        {
            _parts = (first, second, between);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_parts.First));
            await stream.FlushAsync();
            await _parts.Between;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_parts.Second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
