namespace ClientSuite.Hosting;

/// <summary>Configuration under <c>ClientSuite</c>.</summary>
internal sealed class InstallationOptions
{
    /// <summary>Requests of one tenant that run at a time; more wait, then answer 429.</summary>
    public int TenantConcurrency { get; set; } = 64;

    /// <summary>Requests of one tenant that wait.</summary>
    public int TenantQueue { get; set; } = 256;

    /// <summary>Sign-in attempts a minute from one address at one tenant; as many unknown API tokens.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Rounds of PBKDF2 with HMAC-SHA512 that a password is hashed with; 100,000 as ASP.NET Core Identity has it. A password hashed
    /// with fewer is hashed again at its owner's next sign-in.</summary>
    public int PasswordIterations { get; set; } = 100_000;

    /// <summary>API requests a second of one token, over a ten-second window.</summary>
    public int ApiRequestsPerSecond { get; set; } = 50;

    /// <summary>Largest request with files, in bytes; 512 MiB.</summary>
    public long MaxUploadBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Addresses of proxies whose forwarded headers are believed, separated by commas; empty believes none.</summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>Seconds at the stop in which the host still serves while <c>/health/ready</c> answers 503; set what a load balancer needs.</summary>
    public int DrainSeconds { get; set; }

    /// <summary>Runs background tasks, events and operations on this host.</summary>
    public bool RunsBackgroundWork { get; set; } = true;

    /// <summary>PKCS #12 file whose certificate encrypts the key ring in the host database; empty leaves it to the disk's own
    /// encryption.</summary>
    public string KeyRingCertificate { get; set; } = "";

    /// <summary>Password of that file.</summary>
    public string KeyRingCertificatePassword { get; set; } = "";

    /// <summary>Connection string of the PostgreSQL host database; empty for SQLite.</summary>
    public string HostDatabase { get; set; } = "";
}
