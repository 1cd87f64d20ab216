using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ClientSuite.Values;

namespace ClientSuite.Files;

/// <summary>The installation's S3-compatible store, shared by all tenants: <c>{prefix}{tenant's id}/{area}/{key}</c>. The id is never
/// reused, as a name may be.</summary>
internal sealed class S3Store : IDisposable
{
    private readonly S3Options _options;
    private readonly Lazy<AmazonS3Client> _client;

    public S3Store(StorageOptions options)
    {
        _options = options.S3;
        _client = new Lazy<AmazonS3Client>(() => Connect(options.S3));
    }

    /// <summary>False where files lie in the tenants' folders.</summary>
    public bool IsUsed => _options.Bucket.Length > 0;

    public Task PutAsync(string tenantId, string area, string key, Stream content, CancellationToken cancel)
    {
        var request = new PutObjectRequest { BucketName = _options.Bucket, Key = Name(tenantId, area, key), InputStream = content, AutoCloseStream = false, ContentType = FileTypes.Binary, UseChunkEncoding = false }; // some stores keep the chunks' marks as content
        return AskAsync(() => _client.Value.PutObjectAsync(request, cancel));
    }

    /// <summary>The content, or null where there is none.</summary>
    public async Task<Stream?> OpenAsync(string tenantId, string area, string key, CancellationToken cancel)
    {
        try
        {
            return (await AskAsync(() => _client.Value.GetObjectAsync(_options.Bucket, Name(tenantId, area, key), cancel))).ResponseStream;
        }
        catch (S3StoreException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A tenant's files of one area, or of all.</summary>
    public async IAsyncEnumerable<(string Area, StoredFile File)> ListAsync(string tenantId, string? area, [EnumeratorCancellation] CancellationToken cancel)
    {
        var folder = Folder(tenantId);
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = area is null ? folder : folder + area + "/" };
        do
        {
            var page = await AskAsync(() => _client.Value.ListObjectsV2Async(request, cancel));
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.Key[folder.Length..].Split('/') is [var where, var key] && PublicId.IsValid(key) && found.LastModified?.ToUniversalTime() is { } saved)
                {
                    yield return (where, new StoredFile(key, found.Size ?? 0, saved));
                }
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public Task DeleteAsync(string tenantId, string area, string key, CancellationToken cancel) =>
        AskAsync(() => _client.Value.DeleteObjectAsync(_options.Bucket, Name(tenantId, area, key), cancel));

    /// <summary>Deletes all files of a tenant.</summary>
    public async Task DropAsync(string tenantId, CancellationToken cancel)
    {
        await foreach (var (area, file) in ListAsync(tenantId, area: null, cancel))
        {
            await DeleteAsync(tenantId, area, file.Key, cancel);
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException refused)
        {
            throw new S3StoreException(refused.StatusCode, refused);
        }
        catch (Exception away) when (away is HttpRequestException or AmazonClientException)
        {
            throw new S3StoreException(default, away);
        }
    }

    private string Folder(string tenantId) => $"{_options.Prefix}{tenantId}/";

    private string Name(string tenantId, string area, string key)
    {
        FileKeys.Check(area, key);
        return $"{Folder(tenantId)}{area}/{key}";
    }

    private static AmazonS3Client Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            // Stores that are not Amazon's know neither its newer checksums nor buckets as host names.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            ForcePathStyle = options.Endpoint.Length > 0,
        };
        if (options.Endpoint.Length > 0)
        {
            config.ServiceURL = options.Endpoint;
            config.AuthenticationRegion = options.Region;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey.Length > 0 ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config) : new AmazonS3Client(config);
    }
}

/// <summary>The store did not do what it was asked for.</summary>
/// <param name="status">What it answered; <see langword="default"/> where it did not.</param>
/// <param name="cause">What happened.</param>
internal sealed class S3StoreException(HttpStatusCode status, Exception cause) : IOException($"The file store failed: {cause.Message}", cause)
{
    public HttpStatusCode Status => status;

    /// <summary>True where it may work later.</summary>
    public bool IsAway => status == default || status >= HttpStatusCode.InternalServerError;
}
