using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClientSuite.Tests.Crash;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task A_stopping_host_is_not_ready_and_ends_what_it_began()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"], ("ClientSuite:DrainSeconds", "10"));
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        using var http = new HttpClient { BaseAddress = host.Url };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);

        var (begun, rest) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var slow = new HttpRequestMessage(HttpMethod.Post, "/loja/api/clients") { Content = new SlowJson("""{"tradeName":"Sob a água",""", """ "personKind":"natural"}""", begun, rest.Task) };
        slow.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Token);
        var underWay = http.SendAsync(slow);
        await begun.Task;
        var stopping = host.StopAsync();
        var ready = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("stopping", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await Eventually.HoldsAsync(IsClosedAsync); // past the drain this one is not cut
        rest.SetResult();
        Assert.Equal(HttpStatusCode.Created, (await underWay).StatusCode);
        await stopping.WaitAsync(TimeSpan.FromMinutes(1));

        async Task<bool> IsClosedAsync()
        {
            using var anew = new HttpClient();
            try
            {
                await anew.GetAsync(new Uri(host.Url, "/health/live"));
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        }
    }

    private sealed class SlowJson : HttpContent
    {
        private static readonly byte[] Blanks = Encoding.UTF8.GetBytes(new string(' ', 200));

        private readonly (string First, string Second, TaskCompletionSource Begun, Task Between) _parts;

        public SlowJson(string first, string second, TaskCompletionSource begun, Task between)
        {
            _parts = (first, second, begun, between);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_parts.First));
            await stream.FlushAsync();
            _parts.Begun.SetResult();
            while (!_parts.Between.IsCompleted)
            {
                await stream.WriteAsync(Blanks); // Kestrel cuts who sends less than 240 bytes a second
                await stream.FlushAsync();
                await Task.WhenAny(_parts.Between, Task.Delay(200));
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(_parts.Second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
