using System.Text.Json;
using System.Threading.Channels;
using ClientSuite.Modules;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Hosting;

/// <summary>Hears what other hosts changed and forgets what this one remembers of it. While the connection is lost nothing is heard:
/// when it is back, everything is read again.</summary>
internal sealed class HostListener(HostDatabase database, HostBus bus, TenantStore tenants, ShellManager shells, TenantCache cache, IModuleInstaller modules, ILogger<HostListener> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        database.IsSqlite ? Task.CompletedTask : Task.WhenAll(RepeatAsync(ListenAsync, stoppingToken), RepeatAsync(SendAsync, stoppingToken));

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await work(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // The host stops.
            }
            catch (Exception failure)
            {
                log.LogWarning(failure, "The other hosts can't be heard or told; tried again in {Seconds} s", Again.TotalSeconds);
                await Task.Delay(Again, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        var inbox = Channel.CreateUnbounded<string>();
        await using var connection = await database.ConnectAsync(cancel);
        connection.Notification += (_, message) => inbox.Writer.TryWrite(message.Payload);
        await using (var listen = new NpgsqlCommand($"SELECT pg_advisory_lock_shared({HostDatabase.HostsLock}); LISTEN {HostBus.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        await database.LeaveStartAsync();
        // What was said before is read, what is said from now on is heard.
        await modules.ScanAsync(cancel);
        await tenants.LoadAsync(cancel);
        cache.Clear();
        shells.Sweep();
        while (true)
        {
            await connection.WaitAsync(cancel);
            while (inbox.Reader.TryRead(out var text))
            {
                await HearAsync(JsonSerializer.Deserialize<HostMessage>(text, Json.Compact)!, cancel); // written by a HostBus
            }
        }
    }

    private async Task HearAsync(HostMessage message, CancellationToken cancel)
    {
        if (message.From == bus.HostId)
        {
            return;
        }

        switch (message.Kind)
        {
            case HostMessage.TenantChanged:
                await tenants.ReloadAsync(message.Tenant, cancel);
                if (tenants.Find(message.Tenant) is { State: TenantState.Running } running)
                {
                    shells.Warm(running);
                }

                shells.Sweep();
                break;
            case HostMessage.ModulesChanged:
                await modules.ScanAsync(cancel);
                break;
            case HostMessage.CacheKey:
                cache.Forget(message.Tenant, key => key == message.Key);
                break;
            case HostMessage.CachePrefix:
                cache.Forget(message.Tenant, key => key.StartsWith(message.Key, StringComparison.Ordinal));
                break;
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        await using var connection = await database.ConnectAsync(cancel);
        while (await bus.Outgoing.WaitToReadAsync(cancel))
        {
            while (bus.Outgoing.TryPeek(out var text))
            {
                await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = HostBus.Channel }, new() { Value = text } } };
                await notify.ExecuteNonQueryAsync(cancel);
                bus.Outgoing.TryRead(out _);
            }
        }
    }
}
