using System.Net;
using System.Security.Cryptography;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process while documents are uploaded.</summary>
public abstract class KilledUploadTests<TDatabase> where TDatabase : ITestDatabase
{
    private const int FileBytes = 300_000;

    [Fact(DisplayName = "issue 3 §2: kill -9 between storing bytes and committing the record: what was answered is there, and no record lacks its bytes")]
    [Trait("Category", "Crash")]
    public async Task No_record_without_bytes()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var host = new KilledHost<TDatabase>();
        var answered = new Dictionary<string, string>(StringComparer.Ordinal);
        string? client = null;
        for (var kills = 0; kills < KilledHost<TDatabase>.Kills(byDefault: 4); kills++)
        {
            using var api = await host.StartAsync();
            client ??= await api.CreateClientAsync(new { personKind = "natural", tradeName = "Queda" });
            var uploads = Enumerable.Range(0, 4).Select(worker => UploadAsync(api, client, $"{kills}-{worker}", answered)).ToList();
            var before = Count(answered);
            await Eventually.HoldsAsync(() => Count(answered) >= before + 6);
            await Task.Delay(Random.Shared.Next(40));
            host.Kill();
            await Task.WhenAll(uploads);
        }

        using (var api = await host.StartAsync())
        {
            foreach (var (id, hash) in answered)
            {
                using var http = new HttpClient { BaseAddress = new Uri(api.Tenant, "api/") };
                http.DefaultRequestHeaders.Authorization = new("Bearer", api.Token);
                var bytes = await http.GetByteArrayAsync($"documents/{id}/content");
                Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }
        }

        host.Kill();
        var stored = Path.Combine(host.Files, "..", "stored", "documents");
        var files = Directory.EnumerateFiles(stored, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetFileName(f), f => f, StringComparer.Ordinal);
        var records = host.Read("""SELECT "Id", "StorageKey" || ' ' || "Sha256" FROM "Files_Version" """).Values.Select(v => v.Split(' ')).ToList();
        Assert.True(records.Count >= answered.Count);
        foreach (var record in records)
        {
            await using var content = File.OpenRead(files[record[0]]);
            Assert.Equal(record[1], Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
        }

        Assert.All(files.Values, f => Assert.Equal(FileBytes, new FileInfo(f).Length)); // bytes without a record are whole, too
    }

    private static int Count(Dictionary<string, string> answered)
    {
        lock (answered)
        {
            return answered.Count;
        }
    }

    /// <summary>One file after the other until the host is gone; remembers those that were answered.</summary>
    private static async Task UploadAsync(ApiClient api, string client, string worker, Dictionary<string, string> answered)
    {
        for (var number = 0; ; number++)
        {
            var bytes = RandomNumberGenerator.GetBytes(FileBytes);
            try
            {
                var answer = await api.SendAsync(HttpMethod.Post, $"clients/{client}/documents?name={worker}-{number}.bin", new ByteArrayContent(bytes));
                answer.Is(HttpStatusCode.Created);
                lock (answered)
                {
                    answered.Add(answer["id"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(bytes))); // a document has an id
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
        }
    }
}

public sealed class KilledUploadOnSqlite : KilledUploadTests<Sqlite>;

public sealed class KilledUploadOnPostgres : KilledUploadTests<Postgres>;
