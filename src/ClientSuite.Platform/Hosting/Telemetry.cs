using System.Collections;
using System.Diagnostics;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ClientSuite.Hosting;

/// <summary>Spans of the platform's own work, and the scope that puts tenant and correlation id on every log line. Costs nothing
/// while nobody listens.</summary>
internal static class Telemetry
{
    public const string Name = "ClientSuite";
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Begins work of a tenant that no request waits for. The correlation id is that of the request that caused it, where one did.</summary>
    public static TenantWork Begin(ILogger log, string kind, string name, ShellSettings tenant, string? correlationId)
    {
        var span = Source.StartActivity($"{kind} {name}", ActivityKind.Internal);
        span?.SetTag("tenant", tenant.Name);
        var id = correlationId ?? span?.TraceId.ToString();
        span?.SetTag("correlation_id", id);
        return new TenantWork(span, log.BeginScope(new TenantScopeState(tenant.Name, id ?? "")));
    }
}

/// <summary>Ends the span and the log scope.</summary>
internal readonly struct TenantWork(Activity? span, IDisposable? scope) : IDisposable
{
    public void Failed(Exception failure) => span?.SetStatus(ActivityStatusCode.Error, failure.GetBaseException().Message);

    public void Dispose()
    {
        scope?.Dispose();
        span?.Dispose();
    }
}

/// <summary>Tenant and correlation id of log lines: fields for structured logs, words for the plain console.</summary>
internal sealed class TenantScopeState(string tenant, string correlationId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Tenant", tenant),
        1 => new("CorrelationId", correlationId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    public override string ToString() => $"tenant:{tenant} correlation:{correlationId}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Sends traces, metrics and logs by OTLP, only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport(IConfiguration configuration)
    {
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource(configuration))
            .AddSource(Telemetry.Name, "Microsoft.AspNetCore", "Npgsql")
            .AddOtlpExporter(o => Configure(o, configuration, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource(configuration))
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(o => Configure(o, configuration, "metrics")).Build();
    }

    public static void AddTo(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        builder.Services.AddHostedService(_ => new TelemetryExport(configuration));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Resource(configuration));
            logs.AddOtlpExporter(o => Configure(o, configuration, "logs"));
        });
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static ResourceBuilder Resource(IConfiguration configuration) =>
        ResourceBuilder.CreateDefault().AddService(configuration["OTEL_SERVICE_NAME"] ?? "clientsuite", serviceInstanceId: Environment.MachineName);

    private static void Configure(OtlpExporterOptions options, IConfiguration configuration, string signal)
    {
        var endpoint = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]!; // asked for above
        var isHttp = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf";
        options.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = new Uri(isHttp ? $"{endpoint.TrimEnd('/')}/v1/{signal}" : endpoint);
        options.Headers = configuration["OTEL_EXPORTER_OTLP_HEADERS"];
    }
}
