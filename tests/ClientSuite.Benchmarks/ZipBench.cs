using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace ClientSuite.Benchmarks;

/// <summary>A ZIP file of 200 documents of 5 MB: the host's memory and how fast it comes. <c>--rows</c> takes fewer documents.</summary>
internal static class ZipBench
{
    private const int Documents = 200;
    private const int DocumentBytes = 5_000_000;

    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        using var made = await host.Http.PostAsJsonAsync("bench/api/clients", new { personKind = "natural", tradeName = "Bench" });
        made.EnsureSuccessStatusCode();
        var client = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var bytes = RandomNumberGenerator.GetBytes(DocumentBytes);
        var count = Math.Min(bench.Rows, Documents);
        for (var number = 0; number < count; number++)
        {
            using var answer = await host.Http.PostAsync($"bench/api/clients/{client}/documents?name={number}.bin", new ByteArrayContent(bytes));
            answer.EnsureSuccessStatusCode();
        }

        var disk = await DiskAsync(bytes, count);
        await ZipAsync(host, client, []); // compiles the code that the second one measures
        var before = host.RssBytes;
        var peak = before;
        var clock = Stopwatch.StartNew();
        var total = await ZipAsync(host, client, [() => peak = Math.Max(peak, host.RssBytes)]);
        if (total < (long)count * DocumentBytes)
        {
            throw new InvalidOperationException($"The ZIP file has {total} bytes only.");
        }

        bench.Result("memory", (peak - before) / 1e6, "MB", 60, moreIsBetter: false);
        bench.Result("rate", total / 1e6 / clock.Elapsed.TotalSeconds, "MB/s", disk, moreIsBetter: true);
    }

    /// <summary>Reads the ZIP file as it comes and keeps nothing of it; answers its size.</summary>
    private static async Task<long> ZipAsync(HostProcess host, string? client, Action[] everySome)
    {
        using var answer = await host.Http.GetAsync($"bench/api/clients/{client}/documents/zip", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1024 * 1024];
        long total = 0;
        var next = 0L;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            total += read;
            if (total >= next)
            {
                next = total + (10 * 1024 * 1024);
                Array.ForEach(everySome, act => act());
            }
        }

        return total;
    }

    /// <summary>MB a second that the disk takes: the same bytes, written and flushed.</summary>
    private static async Task<double> DiskAsync(byte[] bytes, int count)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            var clock = Stopwatch.StartNew();
            for (var number = 0; number < count; number++)
            {
                await file.WriteAsync(bytes);
            }

            file.Flush(flushToDisk: true);
            return (double)count * bytes.Length / 1e6 / clock.Elapsed.TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
