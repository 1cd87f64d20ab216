using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ClientSuite.Files;
using ClientSuite.Host;
using ClientSuite.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>Backups and archives of an installation whose files lie in an S3 store: a real one, in a process of its own.</summary>
public abstract class StoredFilesTests<TDatabase> : IAsyncLifetime where TDatabase : ITestDatabase
{
    private readonly string _name = "s3" + Guid.NewGuid().ToString("N")[..8];
    private readonly OwnDirectory _directory = new();
    private readonly List<string> _schemas = [];

    protected StoredFilesTests() => Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");

    private static string Connection => TDatabase.IsPostgres ? TestHost.Postgres! : ""; // skipped without

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _directory.Dispose();
        if (_schemas.Count > 0)
        {
            await using var source = NpgsqlDataSource.Create(Connection);
            await using var drop = source.CreateCommand($"DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_{_name}%' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$");
            await drop.ExecuteNonQueryAsync();
        }
    }

    [Fact(DisplayName = "issue 2 §2: files in an S3 store are in a backup; restored, they are in the store again, or on the disk of an installation without one")]
    public async Task A_backup()
    {
        var (data, backup) = (_directory["data"], _directory["backup"]);
        (string Id, byte[] Content) document;
        await using (var store = await TestS3Server.StartAsync())
        {
            await using (var host = await StartAsync(data, store))
            {
                document = await FillAsync(host, _name);
                Assert.Equal(0, await RunAsync(store, "backup", backup, "--data", data));
            }

            Assert.Empty(OnDisk(data));
        }

        await using (var store = await TestS3Server.StartAsync()) // another, empty one
        {
            await using (var host = await StartAsync(data, store))
            {
                using var api = await host.ApiAsync(_name);
                (await api.GetAsync($"documents/{document.Id}/content")).Is(HttpStatusCode.NotFound);
            }

            Assert.Equal(0, await RunAsync(store, "restore", backup, "--force", "--data", data));
            Assert.Empty(OnDisk(data));
            await using var restored = await StartAsync(data, store);
            Assert.Equal(document.Content, await DownloadAsync(restored, _name, document.Id));
        }

        Assert.Equal(0, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data]));
        await using var onDisk = await OwnHost.StartAsync(data);
        Assert.Equal(document.Content, await DownloadAsync(onDisk, _name, document.Id));
        Assert.Single(OnDisk(data));
    }

    [Fact(DisplayName = "issue 2 §2: files in an S3 store go along with a tenant that is exported and imported, and leave the store with a tenant that is removed")]
    public async Task An_archive()
    {
        var data = _directory["data"];
        await using var store = await TestS3Server.StartAsync();
        (string Id, byte[] Content) document;
        await using (var host = await StartAsync(data, store))
        {
            document = await FillAsync(host, _name);
            Assert.Equal(0, await RunAsync(store, "tenant", "export", _name, _directory["a.zip"], "--data", data));
        }

        var target = TDatabase.IsPostgres ? new[] { "--provider", "Postgres", "--connection", Connection } : [];
        Assert.Equal(0, await RunAsync(store, ["tenant", "import", _directory["a.zip"], "--name", _name + "b", .. target, "--data", data]));
        await using (var host = await StartAsync(data, store))
        {
            Assert.Equal(document.Content, await DownloadAsync(host, _name + "b", document.Id));
            var copy = host.Tenants.Find(_name + "b")!; // just imported
            var files = host.Services.GetRequiredService<S3Store>();
            Assert.Single(await files.ListAsync(copy.TenantId, null, CancellationToken.None).ToListAsync());
            await host.Tenants.UpdateAsync(copy with { State = TenantState.Disabled }, CancellationToken.None);
            await host.Tenants.RemoveAsync(copy.Name, CancellationToken.None);
            Assert.Empty(await files.ListAsync(copy.TenantId, null, CancellationToken.None).ToListAsync());
            Assert.Equal(document.Content, await DownloadAsync(host, _name, document.Id));
        }

        Assert.Equal(0, await HostCommand.RunAsync(["tenant", "import", _directory["a.zip"], "--name", _name + "c", .. target, "--data", data]));
        await using var onDisk = await OwnHost.StartAsync(data);
        Assert.Equal(document.Content, await DownloadAsync(onDisk, _name + "c", document.Id));
    }

    [Fact(DisplayName = "issue 2 §2: a backup while the store is away says which tenants failed, and a restore while it is away changes nothing")]
    public async Task A_store_that_is_away()
    {
        var (data, backup) = (_directory["data"], _directory["backup"]);
        await using (var store = await TestS3Server.StartAsync())
        {
            await using var host = await StartAsync(data, store);
            await FillAsync(host, _name);
            Assert.Equal(0, await RunAsync(store, "backup", backup, "--data", data));
        }

        string[] nowhere = ["--ClientSuite:Files:S3:Bucket", "clientsuite", "--ClientSuite:Files:S3:Endpoint", "http://127.0.0.1:1", "--ClientSuite:Files:S3:AccessKey", "x", "--ClientSuite:Files:S3:SecretKey", "x"];
        Assert.Equal(1, await HostCommand.RunAsync(["backup", _directory["another"], "--data", data, .. nowhere]));
        var before = await File.ReadAllBytesAsync(Path.Combine(data, "host.db"));
        Assert.Equal(1, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data, .. nowhere]));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(data, "host.db")));
        Assert.DoesNotContain(Directory.GetDirectories(data), d => Path.GetFileName(d).StartsWith(".replaced-", StringComparison.Ordinal));
    }

    private static Task<OwnHost> StartAsync(string data, TestS3Server store) => OwnHost.StartAsync(data, [.. Settings(store).Select(s => ("ClientSuite:" + s.Key, s.Value))]);

    private static Task<int> RunAsync(TestS3Server store, params string[] verb) => HostCommand.RunAsync([.. verb, .. Settings(store).SelectMany(s => new[] { "--ClientSuite:" + s.Key, s.Value })]);

    private static (string Key, string Value)[] Settings(TestS3Server store) =>
        [("Files:S3:Bucket", "clientsuite"), ("Files:S3:Endpoint", store.Endpoint), ("Files:S3:AccessKey", "S3RVER"), ("Files:S3:SecretKey", "S3RVER"), ("Files:S3:Prefix", "suite/")];

    private string[] OnDisk(string data) => Directory.Exists(Path.Combine(data, "Sites", _name, "stored")) ? Directory.GetFiles(Path.Combine(data, "Sites", _name, "stored"), "*", SearchOption.AllDirectories) : [];

    private async Task<(string Id, byte[] Content)> FillAsync(OwnHost host, string name)
    {
        if (TDatabase.IsPostgres)
        {
            _schemas.Add(name);
        }

        await host.SetUpAsync(name, Connection);
        using var api = await host.ApiAsync(name);
        var client = await api.CreateClientAsync(new { tradeName = "Com documento" });
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var answer = (await api.SendAsync(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"clients/{client}/documents?name=a.bin"), new ByteArrayContent(content))).Is(HttpStatusCode.Created);
        return (answer["id"]!.GetValue<string>(), content); // a document has an id
    }

    private static async Task<byte[]> DownloadAsync(OwnHost host, string name, string document)
    {
        SqliteConnection.ClearAllPools();
        using var api = await host.ApiAsync(name);
        return await (await api.GetAsync($"documents/{document}/content")).Is(HttpStatusCode.OK).Message.Content.ReadAsByteArrayAsync();
    }
}

public sealed class StoredFilesOnSqlite : StoredFilesTests<Sqlite>;

public sealed class StoredFilesOnPostgres : StoredFilesTests<Postgres>;
