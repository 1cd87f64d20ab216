using System.Security.Cryptography;
using System.Text;
using ClientSuite.Files;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using ClientSuite.Values;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ClientSuite.Tests.Files;

/// <summary>Where stored files lie. The same promises on the disk and in a real S3 server.</summary>
public abstract class StorageTests : IAsyncLifetime
{
    private const string Area = "documents";
    private static readonly CancellationToken Now = CancellationToken.None;
    private readonly string _data = Directory.CreateTempSubdirectory("clientsuite-storage.").FullName;

    private protected HostPaths Paths => new(_data);

    private protected abstract IFileStorage Storage(TenantContext tenant);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact(DisplayName = "issue 3 §2: a stored file comes back byte by byte, from the tenant that stored it and from no other")]
    public async Task A_file_comes_back()
    {
        var (mine, other) = (Tenant("um"), Tenant("dois"));
        var bytes = RandomNumberGenerator.GetBytes(7_000_000);
        await using var draft = await Intake(mine).ReceiveAsync(new MemoryStream(bytes), long.MaxValue, Now);
        await Storage(mine).SaveAsync(Area, draft, Now);

        await using var back = await Storage(mine).OpenAsync(Area, draft.Key, Now);
        Assert.NotNull(back);
        Assert.Equal(draft.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(back, Now)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), draft.Sha256);
        Assert.Null(await Storage(other).OpenAsync(Area, draft.Key, Now));
        Assert.Null(await Storage(mine).OpenAsync("photos", draft.Key, Now));
    }

    [Fact]
    public async Task A_file_that_was_deleted_or_never_was_is_not_found()
    {
        var mine = Tenant("um");
        Assert.Null(await Storage(mine).OpenAsync(Area, PublicId.New(TimeProvider.System), Now));
        await Storage(mine).DeleteAsync(Area, PublicId.New(TimeProvider.System), Now);
        await using var draft = await Intake(mine).ReceiveAsync(new MemoryStream("x"u8.ToArray()), long.MaxValue, Now);
        await Storage(mine).SaveAsync(Area, draft, Now);
        await Storage(mine).DeleteAsync(Area, draft.Key, Now);
        Assert.Null(await Storage(mine).OpenAsync(Area, draft.Key, Now));
    }

    [Theory]
    [InlineData("documents", "../../../etc/passwd")]
    [InlineData("documents", "")]
    [InlineData("..", "01hzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("a/b", "01hzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task What_is_no_key_leads_nowhere(string area, string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Storage(Tenant("um")).OpenAsync(area, key, Now));

    [Fact(DisplayName = "issue 3 §2: files that no record names are deleted after a day; those in use, younger ones and other areas' stay")]
    public async Task Orphans_are_deleted()
    {
        var mine = Tenant("um");
        var storage = Storage(mine);
        async Task<string> StoreAsync(string area)
        {
            await using var draft = await Intake(mine).ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(area)), long.MaxValue, Now);
            await storage.SaveAsync(area, draft, Now);
            return draft.Key;
        }

        var (used, orphan, photo) = (await StoreAsync(Area), await StoreAsync(Area), await StoreAsync("photos"));
        Task<List<string>> UsedAsync(IReadOnlyList<string> keys) => Task.FromResult(keys.Where(k => k == used).ToList());
        Assert.Equal(0, await Cleaning(storage, TimeProvider.System).CleanAsync(Area, UsedAsync, Now));
        Assert.Equal(1, await Cleaning(storage, new Later(TimeSpan.FromHours(25))).CleanAsync(Area, UsedAsync, Now));
        Assert.Null(await storage.OpenAsync(Area, orphan, Now));
        await using var kept = await storage.OpenAsync(Area, used, Now);
        await using var others = await storage.OpenAsync("photos", photo, Now);
        Assert.NotNull(kept);
        Assert.NotNull(others);
    }

    private protected static TenantContext Tenant(string name)
    {
        var tenant = new TenantContext();
        tenant.Bind(new ShellSettings { Name = name, TenantId = "id-" + name });
        return tenant;
    }

    private protected FileIntake Intake(TenantContext tenant, StorageOptions? options = null)
    {
        options ??= new StorageOptions();
        return new FileIntake(new TenantFiles(Paths, tenant), options, tenant, TimeProvider.System, [new ClamAvScanner(options, NullLogger<ClamAvScanner>.Instance)]);
    }

    private static FileCleaning Cleaning(IFileStorage storage, TimeProvider time) => new(storage, new TenantClock(time, new TenantZone()));

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}

public sealed class StorageOnDisk : StorageTests
{
    private protected override IFileStorage Storage(TenantContext tenant) => new DiskFileStorage(Paths, tenant);

    [Fact(DisplayName = "issue 3 §2: a file over its limit, empty, a program or infected is refused, and nothing of it stays")]
    public async Task What_is_refused_leaves_nothing()
    {
        using var clamd = new FakeClamd();
        var options = new StorageOptions { MaxFileBytes = 1000, ClamAv = new() { Host = "127.0.0.1", Port = clamd.Port } };
        options.Tenants["dois"] = new TenantLimitOptions { MaxFileBytes = 2000 };
        async Task<FileRefusedException> RefusedAsync(byte[] bytes, string tenant = "um") =>
            await Assert.ThrowsAsync<FileRefusedException>(async () => await Intake(Tenant(tenant), options).ReceiveAsync(new MemoryStream(bytes), long.MaxValue, CancellationToken.None));

        Assert.Equal((413, "storage.tooLarge"), Said(await RefusedAsync(new byte[1001])));
        Assert.Equal((422, "storage.empty"), Said(await RefusedAsync([])));
        Assert.Equal((422, "storage.program"), Said(await RefusedAsync([.. "MZ\x90"u8, 0, 0])));
        var infected = await RefusedAsync("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"u8.ToArray());
        Assert.Equal((422, "storage.infected"), Said(infected));
        Assert.Equal(["Win.Test.EICAR_HDB-1"], infected.Args);
        Assert.Equal((413, "storage.tooLarge"), Said(await RefusedAsync(new byte[2001], "dois")));
        Assert.Empty(Directory.EnumerateFiles(Paths.Data, "*", SearchOption.AllDirectories));

        await using (var draft = await Intake(Tenant("dois"), options).ReceiveAsync(new MemoryStream(new byte[2000]), long.MaxValue, CancellationToken.None))
        {
            Assert.Equal(2000, draft.SizeBytes);
        }

        Assert.True(clamd.Scanned >= 2000);
        Assert.Empty(Directory.EnumerateFiles(Paths.Data, "*", SearchOption.AllDirectories));
    }

    [Theory(DisplayName = "issue 3 §2: a scanner that is silent, hangs up, gives no verdict or is not there: 503, and nothing stays")]
    [InlineData("Silent")]
    [InlineData("HangsUp")]
    [InlineData("TooSmall")]
    [InlineData("Refused")]
    public async Task Without_a_verdict_nothing_is_taken(string fault)
    {
        using var clamd = new FakeClamd(Enum.TryParse<FakeClamd.Fault>(fault, out var said) ? said : FakeClamd.Fault.None);
        var options = new StorageOptions { ClamAv = new() { Host = "127.0.0.1", Port = clamd.Port, TimeoutSeconds = 1 } };
        if (fault == "Refused")
        {
            clamd.Stop();
        }

        var refused = await Assert.ThrowsAsync<FileRefusedException>(async () => await Intake(Tenant("um"), options).ReceiveAsync(new MemoryStream(new byte[3_000_000]), long.MaxValue, CancellationToken.None));
        Assert.Equal((503, "storage.scannerAway"), Said(refused));
        Assert.Empty(Directory.EnumerateFiles(Paths.Data, "*", SearchOption.AllDirectories));
    }

    private static (int Status, string Key) Said(FileRefusedException refused) => (refused.Status, refused.Key);
}

public sealed class StorageOnS3 : StorageTests
{
    private TestS3Server? _server;
    private S3Store? _store;

    public override async ValueTask InitializeAsync()
    {
        _server = await TestS3Server.StartAsync();
        _store = new S3Store(new StorageOptions { S3 = new() { Bucket = "clientsuite", Endpoint = _server.Endpoint, AccessKey = "S3RVER", SecretKey = "S3RVER", Prefix = "suite/" } });
    }

    public override async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private protected override IFileStorage Storage(TenantContext tenant) => new S3FileStorage(_store!, tenant); // made before every test

    [Fact(DisplayName = "issue 3 §2: a store that is away refuses the file with 503")]
    public async Task A_store_that_is_away()
    {
        await using var draft = await Intake(Tenant("um")).ReceiveAsync(new MemoryStream("x"u8.ToArray()), long.MaxValue, CancellationToken.None);
        using var nowhere = new S3Store(new StorageOptions { S3 = new() { Bucket = "clientsuite", Endpoint = "http://127.0.0.1:1", AccessKey = "x", SecretKey = "x" } });
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => new S3FileStorage(nowhere, Tenant("um")).SaveAsync("documents", draft, CancellationToken.None));
        Assert.Equal((503, "storage.away"), (refused.Status, refused.Key));
    }
}
