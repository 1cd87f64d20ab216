using System.Runtime.CompilerServices;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Privacy;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Data;

public abstract class UnionModelTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    /// <summary>A schema of every module's migrations, in a database that no tenant is served from.</summary>
    [Fact]
    public async Task Every_mapped_column_is_in_the_migrated_schema()
    {
        var catalog = Host.Services.GetRequiredService<ModuleCatalogHolder>().Current;
        var settings = Host.NewTenant("schema", TDatabase.IsPostgres) with { TenantId = Guid.NewGuid().ToString("N"), Features = catalog.Normalise(catalog.Features.Select(f => f.Id)) };
        await Host.Services.GetRequiredService<DatabaseProvisioner>().CreateAsync(settings, CancellationToken.None);
        await Host.Services.GetRequiredService<Migrator>().MigrateAsync(settings, CancellationToken.None);

        await using var db = Host.Services.GetRequiredService<TenantDbFactory>().Rent(settings);
        await db.Database.OpenConnectionAsync();
        var missing = new List<string>();
        var tables = 0;
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsMappedToJson()))
        {
            var store = StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? throw new InvalidOperationException(entity.Name);
            var columns = string.Join(", ", entity.GetProperties().Select(p => p.GetColumnName(store))
                .Concat(entity.GetNavigations().Where(n => n.TargetEntityType.IsMappedToJson()).Select(n => n.TargetEntityType.GetContainerColumnName())).OfType<string>().Select(c => $"\"{c}\""));
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT {columns} FROM \"{store.Name}\" LIMIT 1";
            try
            {
                await using var reader = await command.ExecuteReaderAsync();
                tables++;
            }
            catch (System.Data.Common.DbException refused)
            {
                missing.Add($"{store.Name}: {refused.Message}");
            }
        }

        Assert.Empty(missing);
        Assert.True(tables > 15);
    }

    [Fact(DisplayName = "issue 3 §1: every table that holds a client's id says what merging and erasing do with it")]
    public async Task Every_reference_to_a_client_is_declared()
    {
        await using var db = Host.Services.GetRequiredService<TenantDbFactory>().Rent(Tenant.Tenant);
        string[] history = ["History_Entry", "History_Line"]; // append-only: the client's pages read those of merged clients along
        var properties = db.Model.GetEntityTypes().Where(e => !history.Contains(e.GetTableName())).SelectMany(e => e.GetProperties()).Where(p => p.Name.EndsWith("ClientId", StringComparison.Ordinal) && p.ClrType != typeof(string)).ToList();
        Assert.NotEmpty(properties);
        Assert.Empty(properties.Where(p => p.FindAnnotation(RecordReferenceExtensions.Annotation) is null).Select(p => $"{p.DeclaringType.GetTableName()}.{p.Name}"));
    }

    [Fact(DisplayName = "issue 3 §6: every table that refers to a client has a participant that exports and anonymises it, in every module")]
    public async Task Every_reference_to_a_client_is_answered_for()
    {
        await using var db = Host.Services.GetRequiredService<TenantDbFactory>().Rent(Tenant.Tenant);
        var tables = db.Model.GetEntityTypes().Where(e => e.GetProperties().Any(p => p.FindAnnotation(RecordReferenceExtensions.Annotation)?.Value is string to && to.StartsWith("Clients.Client|", StringComparison.Ordinal)))
            .Select(e => e.GetTableName() ?? e.Name).ToList();
        Assert.True(tables.Count > 10);
        // Without their services: what they answer for is theirs to say whatever the tenant.
        var participants = AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name is { } name && (name.StartsWith("ClientSuite.", StringComparison.Ordinal) || name.StartsWith("Acme.", StringComparison.Ordinal))).SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: false } && typeof(IPrivacyParticipant).IsAssignableFrom(t))
            .DistinctBy(t => t.FullName) // a module of a partner may have been loaded by several tests
            .Select(t => (IPrivacyParticipant)RuntimeHelpers.GetUninitializedObject(t)).ToList();
        Assert.Empty(tables.Except(participants.SelectMany(p => p.Tables)));
        Assert.Equal(participants.Count, participants.Select(p => p.Section).Distinct(StringComparer.Ordinal).Count());
    }
}

public sealed class UnionModelOnSqlite(TenantFixture<Sqlite> tenant) : UnionModelTests<Sqlite>(tenant);

public sealed class UnionModelOnPostgres(TenantFixture<Postgres> tenant) : UnionModelTests<Postgres>(tenant);
