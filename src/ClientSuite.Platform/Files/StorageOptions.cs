namespace ClientSuite.Files;

/// <summary>Configuration under <c>ClientSuite:Files</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>Bytes of one file; 100 MiB.</summary>
    public long MaxFileBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>Bytes of all files of a tenant; 10 GiB.</summary>
    public long MaxTotalBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Limits of single tenants, by name.</summary>
    public Dictionary<string, TenantLimitOptions> Tenants { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where files go instead of the disk; without a bucket they stay there.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>The virus scanner; without a host nothing is scanned.</summary>
    public ClamAvOptions ClamAv { get; set; } = new();

    public FileLimits LimitsOf(string tenant)
    {
        var own = Tenants.GetValueOrDefault(tenant);
        return new FileLimits(own?.MaxFileBytes ?? MaxFileBytes, own?.MaxTotalBytes ?? MaxTotalBytes);
    }
}

/// <summary>What is different for one tenant.</summary>
internal sealed class TenantLimitOptions
{
    public long? MaxFileBytes { get; set; }

    public long? MaxTotalBytes { get; set; }
}

internal sealed class S3Options
{
    public string Bucket { get; set; } = "";

    /// <summary>Address of a store that is not Amazon's; empty for Amazon's own in <see cref="Region"/>.</summary>
    public string Endpoint { get; set; } = "";

    public string Region { get; set; } = "us-east-1";

    /// <summary>Empty takes the credentials of the machine.</summary>
    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>Beginning of every key, where the bucket holds other things too.</summary>
    public string Prefix { get; set; } = "";
}

internal sealed class ClamAvOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 3310;

    /// <summary>Longest wait for a connection, for room to send, and for the verdict.</summary>
    public int TimeoutSeconds { get; set; } = 30;
}
