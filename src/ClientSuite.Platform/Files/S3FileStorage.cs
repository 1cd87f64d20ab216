using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Files;

/// <summary>The installation's connection to its store, shared by all tenants.</summary>
internal sealed class S3Store : IDisposable
{
    private readonly Lazy<AmazonS3Client> _client;

    public S3Store(StorageOptions options)
    {
        Options = options.S3;
        _client = new Lazy<AmazonS3Client>(() => Connect(options.S3));
    }

    public S3Options Options { get; }

    public AmazonS3Client Client => _client.Value;

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
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

/// <summary>Files in an S3-compatible store: <c>{prefix}{tenant's id}/{area}/{key}</c>. The id is never reused, as a name may be.</summary>
internal sealed class S3FileStorage(S3Store store, TenantContext tenant) : IFileStorage
{
    public async Task SaveAsync(string area, FileDraft draft, CancellationToken cancel)
    {
        await using var content = new FileStream(draft.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        var request = new PutObjectRequest { BucketName = store.Options.Bucket, Key = Name(area, draft.Key), InputStream = content, AutoCloseStream = false, ContentType = FileTypes.Binary, UseChunkEncoding = false }; // some stores keep the chunks' marks as content
        await InReachAsync(() => store.Client.PutObjectAsync(request, cancel));
    }

    public async Task<Stream?> OpenAsync(string area, string key, CancellationToken cancel)
    {
        try
        {
            var answer = await InReachAsync(() => store.Client.GetObjectAsync(store.Options.Bucket, Name(area, key), cancel));
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string area, DateTime before, [EnumeratorCancellation] CancellationToken cancel)
    {
        FileKeys.Check(area);
        var prefix = Folder(area);
        var request = new ListObjectsV2Request { BucketName = store.Options.Bucket, Prefix = prefix };
        do
        {
            var page = await store.Client.ListObjectsV2Async(request, cancel);
            foreach (var found in page.S3Objects ?? [])
            {
                if (PublicId.IsValid(found.Key[prefix.Length..]) && found.LastModified?.ToUniversalTime() is { } saved && saved < before)
                {
                    yield return new StoredFile(found.Key[prefix.Length..], found.Size ?? 0, saved);
                }
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public async Task DeleteAsync(string area, string key, CancellationToken cancel) =>
        await store.Client.DeleteObjectAsync(store.Options.Bucket, Name(area, key), cancel);

    private static async Task<T> InReachAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception away) when (away is HttpRequestException || (away is AmazonServiceException failed && (failed.StatusCode == default || failed.StatusCode >= HttpStatusCode.InternalServerError)))
        {
            throw new FileRefusedException(StatusCodes.Status503ServiceUnavailable, "storage.away");
        }
    }

    private string Folder(string area) => $"{store.Options.Prefix}{tenant.Settings.TenantId}/{area}/";

    private string Name(string area, string key)
    {
        FileKeys.Check(area, key);
        return Folder(area) + key;
    }
}
