using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Hosting;

/// <summary>The installation's own database: which tenants exist, what work is due for whom, keys.</summary>
internal sealed class HostDb(DbContextOptions<HostDb> options) : DbContext(options)
{
    public DbSet<HostTenant> Tenants => Set<HostTenant>();

    public DbSet<HostKey> Keys => Set<HostKey>();

    public DbSet<HostDirty> Dirty => Set<HostDirty>();

    public DbSet<HostDueTask> DueTasks => Set<HostDueTask>();

    public DbSet<HostTenantUse> Uses => Set<HostTenantUse>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<HostTenant>().ToTable("Tenant").HasKey(x => x.Name);
        modelBuilder.Entity<HostKey>().ToTable("DataProtectionKey").HasKey(x => x.Id);
        modelBuilder.Entity<HostDirty>().ToTable("Dirty").HasKey(x => x.Tenant);
        modelBuilder.Entity<HostTenantUse>().ToTable("TenantUse").HasKey(x => x.Tenant);
        modelBuilder.Entity<HostDueTask>(task =>
        {
            task.ToTable("DueTask").HasKey(x => new { x.Tenant, x.Task });
            task.HasIndex(x => x.DueUtc);
        });
    }
}

/// <summary>A tenant's settings as JSON, with what is unique beside it.</summary>
internal sealed class HostTenant
{
    [MaxLength(50)]
    public string Name { get; set; } = "";

    public string Settings { get; set; } = "{}";

    [ConcurrencyCheck]
    public int Version { get; set; }
}

/// <summary>A data-protection key.</summary>
internal sealed class HostKey
{
    public int Id { get; set; }

    [MaxLength(200)]
    public string? FriendlyName { get; set; }

    public string Xml { get; set; } = "";
}

/// <summary>A tenant that may have events or operations waiting. Written before the tenant's commit, cleared after an empty claim.</summary>
internal sealed class HostDirty
{
    [MaxLength(50)]
    public string Tenant { get; set; } = "";

    public long MarkedTicks { get; set; }
}

/// <summary>When a tenant's background task is due next, and how its last run went.</summary>
internal sealed class HostDueTask
{
    [MaxLength(50)]
    public string Tenant { get; set; } = "";

    [MaxLength(100)]
    public string Task { get; set; } = "";

    /// <summary>Cron expression in force.</summary>
    [MaxLength(100)]
    public string Schedule { get; set; } = "";

    public bool IsEnabled { get; set; } = true;

    public long DueUtc { get; set; }

    public long? LastStartedUtc { get; set; }

    public int? LastMilliseconds { get; set; }

    public bool? LastSucceeded { get; set; }

    [MaxLength(2000)]
    public string? LastResult { get; set; }

    /// <summary>Host that runs it now, and until when its claim holds.</summary>
    [MaxLength(50)]
    public string? ClaimedBy { get; set; }

    public long ClaimedUntilUtc { get; set; }
}

/// <summary>How much room a tenant takes, and when it was last used; times are ticks.</summary>
internal sealed class HostTenantUse
{
    [MaxLength(50)]
    public string Tenant { get; set; } = "";

    public long DatabaseBytes { get; set; }

    public long FileBytes { get; set; }

    public long? LastActivityUtc { get; set; }

    public long MeasuredUtc { get; set; }
}
