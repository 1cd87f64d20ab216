using System.IO.Compression;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Portable;

/// <summary>Where an imported tenant goes.</summary>
internal sealed record ImportTarget(string Name, string? Prefix, string? Host, string Provider, string ConnectionString, string Schema);

/// <summary>Takes a tenant out to one file and in again, on this or another installation and database.</summary>
internal sealed class TenantTransfer(TenantStore store, Tenants tenants, TenantArchive archive, ModuleCatalogHolder catalog, ShellManager shells,
    TaskSchedule schedule, WorkSignals signals, TimeProvider time)
{
    public async Task<ArchiveManifest> ExportAsync(string name, string file, CancellationToken cancel)
    {
        var tenant = store.Find(name) ?? throw new RuleBrokenException("tenants.unknown", name);
        if (tenant.State is TenantState.Uninitialized or TenantState.Initializing)
        {
            throw new RuleBrokenException("tenants.notRunning", name);
        }

        var draft = file + ".tmp";
        ArchiveManifest manifest;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var output = new FileStream(draft, options))
        {
            manifest = await archive.WriteAsync(tenant, output, cancel);
            output.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
        return manifest;
    }

    /// <summary>Makes a new tenant, with an id of its own, from an archive. A failure leaves nothing behind. Work that waited in a tenant in service
    /// stays with that one: here its events are parked, its operations paused and its queues held, so that no mail is sent twice.</summary>
    public async Task<ShellSettings> ImportAsync(string file, ImportTarget target, CancellationToken cancel)
    {
        await using var input = File.OpenRead(file);
        await using var zip = await ZipArchive.CreateAsync(input, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
        var manifest = await TenantArchive.ReadManifestAsync(zip, cancel);
        var source = manifest.Tenant;
        var tenant = await tenants.CreateAsync(source with
        {
            Name = target.Name,
            TenantId = "",
            InvalidReason = null,
            RequestUrlPrefix = target.Prefix ?? (target.Host is null ? target.Name.ToLowerInvariant() : ""),
            RequestUrlHost = target.Host ?? "",
            DatabaseProvider = target.Provider,
            ConnectionString = target.ConnectionString,
            Schema = target.Schema,
            Features = [.. catalog.Current.Normalise(source.Features).Where(f => catalog.Current.Find(f) is { DefaultTenantOnly: false })],
            Pending = null,
        }, cancel);
        try
        {
            tenant = await tenants.UpdateAsync(tenant with { State = TenantState.Initializing }, cancel);
            await archive.LoadAsync(tenant, zip, manifest, cancel);
            await schedule.SyncAsync(tenant, cancel);
            if (source.State == TenantState.Running)
            {
                await HoldWorkAsync(tenant, cancel);
            }
            else
            {
                await signals.MarkAsync(tenant.Name, cancel); // before it is in service, as before a commit
            }

            tenant = await tenants.ChangeAsync(tenant.Name, made => made with { State = TenantState.Running }, cancel);
            signals.Ended(tenant.Name, committed: true);
            return tenant;
        }
        catch
        {
            signals.Ended(tenant.Name, committed: false);
            await tenants.UndoSetupAsync(tenant, CancellationToken.None);
            await tenants.RemoveAsync(tenant.Name, CancellationToken.None);
            throw;
        }
    }

    private Task HoldWorkAsync(ShellSettings tenant, CancellationToken cancel) => shells.RunAsync(tenant, async (scope, token) =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<OutboxEvent>().Where(e => e.ParkedUtc == null)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.ParkedUtc, now).SetProperty(x => x.Error, "The tenant was copied while this waited."), token);
        await db.Set<Operation>().Where(o => o.State == OperationState.Queued || o.State == OperationState.Running)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OperationState.Paused), token);
        foreach (var queue in scope.GetServices<IWorkQueue>())
        {
            await queue.HoldAsync(token);
        }
    }, cancel);
}
