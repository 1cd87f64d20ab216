using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Crash;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class TelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Error_page_problem_and_history_carry_the_trace_id_and_OTLP_gets_it()
    {
        using var directory = new OwnDirectory();
        using var collector = new Collector();
        await using (var host = await OwnHost.StartAsync(directory["data"], ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            var parent = ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
            using var api = await host.ApiAsync(ShellSettings.DefaultName);
            Assert.Equal(Trace, (await api.SendAsync(HttpMethod.Get, "nothing", null, parent)).Is(HttpStatusCode.NotFound)["traceId"]?.GetValue<string>());
            using var web = new HttpBrowser(host.Url);
            Assert.Contains(Trace, (await web.GetAsync("nothing", parent)).Is(HttpStatusCode.NotFound).Text, StringComparison.Ordinal);

            await host.SetUpAsync("loja");
            using var shop = await host.ApiAsync("loja");
            (await shop.PostAsync("clients", new { tradeName = "Rastreado", personKind = "natural" }, parent)).Is(HttpStatusCode.Created);
            await host.Services.GetRequiredService<IShellHost>().RunInTenantAsync("loja", async (scope, cancel) =>
                Assert.True(await scope.GetRequiredService<TenantDb>().Set<HistoryEntry>().AnyAsync(e => e.CorrelationId == Trace, cancel)), CancellationToken.None);
        }

        // The providers flush when the host is disposed.
        var traces = collector.Received("/v1/traces");
        Assert.Contains("loja", traces, StringComparison.Ordinal);
        Assert.Contains("clientsuite", traces, StringComparison.Ordinal);
        Assert.Contains("clientsuite_requests_total", collector.Received("/v1/metrics"), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 2: spans of events and background tasks carry tenant and correlation id")]
    public async Task Events_and_tasks_are_traced_to_their_tenant_and_cause()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ClientSuite",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        var name = "rastro" + Guid.NewGuid().ToString("N")[..6]; // other tests' hosts have spans, too
        await host.SetUpAsync(name);
        using var web = new HttpBrowser(host.Address(name));
        var forgot = (await web.GetAsync("password/forgot")).Is(HttpStatusCode.OK);
        await web.PostAsync("password/forgot", HttpBrowser.Filled(forgot, "form.cs-form", ("Form.Email", "admin@teste.example")), ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        await host.Services.GetRequiredService<TaskSchedule>().RunNowAsync(name, "Platform.CleanUp", CancellationToken.None);

        await Eventually.HoldsAsync(() => Of("event ").Any() && Of("task Platform.CleanUp").Any());
        Assert.All(Of("event "), span => Assert.Equal(Trace, span.GetTagItem("correlation_id")));
        Assert.All(Of("task "), span => Assert.Equal(span.TraceId.ToString(), span.GetTagItem("correlation_id")));

        IEnumerable<Activity> Of(string kind) => spans.Where(s => s.DisplayName.StartsWith(kind, StringComparison.Ordinal) && Equals(s.GetTagItem("tenant"), name));
    }

    /// <summary>What an OTLP collector would get.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly Dictionary<string, StringBuilder> _received = new(StringComparer.Ordinal);
        private readonly WebApplication _app;

        public Collector()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore();
            _app = builder.Build();
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Url = "http://127.0.0.1:" + ((IPEndPoint)probe.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            probe.Stop();
            _app.Urls.Add(Url);
            _app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                lock (_received)
                {
                    var path = context.Request.Path.Value!; // a request has a path
                    (_received.TryGetValue(path, out var text) ? text : _received[path] = new StringBuilder()).Append(Encoding.Latin1.GetString(body.ToArray()));
                }
            });
            _app.Start();
        }

        public string Url { get; }

        public string Received(string path)
        {
            lock (_received)
            {
                return _received.TryGetValue(path, out var text) ? text.ToString() : "";
            }
        }

        public void Dispose() => ((IDisposable)_app).Dispose();
    }
}
