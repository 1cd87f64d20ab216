using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Hosts;

public sealed class HealthTests(TestHost host)
{
    [Fact]
    public async Task The_host_is_alive_and_ready()
    {
        using var web = new HttpBrowser(host.Url);
        Assert.Contains("ok", (await web.GetAsync("/health/live")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var ready = (await web.GetAsync("/health/ready")).Is(HttpStatusCode.OK);
        Assert.Contains("hostDatabase", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_and_not_through_a_proxy()
    {
        using var web = new HttpBrowser(host.Url);
        (await web.GetAsync("/sign-in")).Is(HttpStatusCode.OK); // a request to count
        var page = (await web.GetAsync("/metrics")).Is(HttpStatusCode.OK);
        Assert.Contains("# TYPE clientsuite_requests_total counter\nclientsuite_requests_total{", page.Text, StringComparison.Ordinal);
        Assert.Contains("# TYPE clientsuite_request_seconds summary\nclientsuite_request_seconds_count ", page.Text, StringComparison.Ordinal);
        Assert.Contains("# TYPE clientsuite_shells gauge\nclientsuite_shells ", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("text/plain", page.Message.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        Assert.Contains("clientsuite_tenants ", page.Text, StringComparison.Ordinal);
        (await web.GetAsync("/metrics", ("X-Forwarded-For", "203.0.113.9"))).Is(HttpStatusCode.Forbidden);
        (await web.GetAsync("/metrics", ("Forwarded", "for=203.0.113.9"))).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Assets_of_themes_and_modules_are_served()
    {
        using var web = new HttpBrowser(host.Url);
        var page = (await web.GetAsync("/sign-in")).Is(HttpStatusCode.OK);
        var assets = page.Document.QuerySelectorAll("script[src],link[rel=stylesheet]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")).OfType<string>().ToList();
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
        {
            (await web.GetAsync(asset)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Every_page_carries_the_security_headers()
    {
        using var web = new HttpBrowser(host.Url);
        var headers = (await web.GetAsync("/sign-in")).Is(HttpStatusCode.OK).Message.Headers;
        var policy = string.Join(';', headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(headers.Contains("Server"));
    }

    [Fact(DisplayName = "issue 2: metrics do not answer through a known proxy, not even to this machine")]
    public async Task A_known_proxy_gets_no_metrics()
    {
        using var directory = new OwnDirectory();
        await using var own = await OwnHost.StartAsync(directory["data"], ("ClientSuite:KnownProxies", "127.0.0.1"));
        using var web = new HttpBrowser(own.Url);
        (await web.GetAsync("/metrics")).Is(HttpStatusCode.OK);
        (await web.GetAsync("/metrics", ("X-Forwarded-For", "127.0.0.1"))).Is(HttpStatusCode.Forbidden); // the middleware takes the header away
    }
}
