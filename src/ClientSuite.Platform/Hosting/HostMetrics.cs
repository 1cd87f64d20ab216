using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ClientSuite.Hosting;

/// <summary>The host's meters, and what a <see cref="MeterListener"/> heard of them as Prometheus text.</summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Meter _meter = new("ClientSuite");
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _seconds;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Family, string Sample), double> _values = new();
    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);

    public HostMetrics()
    {
        _requests = _meter.CreateCounter<long>("clientsuite_requests_total");
        _seconds = _meter.CreateHistogram<double>("clientsuite_request_seconds");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "ClientSuite" or "Microsoft.AspNetCore.Server.Kestrel")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public long Begin() => Stopwatch.GetTimestamp();

    public void End(long started, string tenant, int status)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("tenant", tenant), new KeyValuePair<string, object?>("status", status / 100));
        _seconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public string Text(int shells, int tenants)
    {
        var text = new StringBuilder();
        void Gauge(string name, long value) => text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n{name} {value}\n");
        Gauge("clientsuite_shells", shells);
        Gauge("clientsuite_tenants", tenants);
        Gauge("process_resident_memory_bytes", Environment.WorkingSet);
        Gauge("dotnet_gc_heap_bytes", GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
        foreach (var family in _values.GroupBy(v => v.Key.Family, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {_types.GetValueOrDefault(family.Key, "untyped")}\n");
            foreach (var ((_, sample), value) in family.OrderBy(v => v.Key.Sample, StringComparer.Ordinal))
            {
                text.Append(sample).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name.Replace('.', '_').Replace('-', '_');
        var labels = new StringBuilder();
        foreach (var (key, tag) in tags)
        {
            var text = Convert.ToString(tag, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
            labels.Append(labels.Length == 0 ? '{' : ',').Append(key.Replace('.', '_')).Append("=\"").Append(text).Append('"');
        }

        var suffix = labels.Length == 0 ? "" : labels.Append('}').ToString();
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Histogram<>))
        {
            _types.TryAdd(name, "summary"); // one without quantiles: sum and count
            Sum((name, name + "_sum" + suffix), value);
            Sum((name, name + "_count" + suffix), 1);
        }
        else
        {
            _types.TryAdd(name, kind == typeof(Counter<>) ? "counter" : "gauge");
            Sum((name, name + suffix), value);
        }
    }

    private void Sum((string Family, string Sample) key, double value)
    {
        if (_values.Count < 20_000 || _values.ContainsKey(key))
        {
            _values.AddOrUpdate(key, value, (_, old) => old + value);
        }
    }
}
