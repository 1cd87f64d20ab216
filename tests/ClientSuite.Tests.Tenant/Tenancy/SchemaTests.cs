using ClientSuite.Data;
using ClientSuite.Portable;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ClientSuite.Tests.Tenancy;

/// <summary>A schema on PostgreSQL belongs to the tenant that made it, and to nobody who only names it.</summary>
public sealed class SchemaTests(TestHost host)
{
    [Fact]
    public async Task What_others_keep_in_a_schema_survives_a_tenant_that_is_given_it()
    {
        var place = Place("alheio");
        await ExecuteAsync($"CREATE SCHEMA {place.Schema}; CREATE TABLE {place.Schema}.pedidos (id int); INSERT INTO {place.Schema}.pedidos VALUES (7)");
        await host.Tenants.CreateAsync(place, CancellationToken.None);
        await host.Tenants.RemoveAsync(place.Name, CancellationToken.None); // never set up
        Assert.Equal(7L, await ScalarAsync($"SELECT sum(id) FROM {place.Schema}.pedidos"));

        await host.Tenants.CreateAsync(place, CancellationToken.None);
        Assert.Equal("tenants.schemaInUse", await RefusedAsync(() => host.Tenants.SetupAsync(TestHost.Setup(place.Name, "agency"), CancellationToken.None)));
        await host.Tenants.RemoveAsync(place.Name, CancellationToken.None);

        using var directory = new OwnDirectory();
        var source = await host.SetUpAsync("origem", postgres: false);
        var transfer = host.Services.GetRequiredService<TenantTransfer>();
        await transfer.ExportAsync(source.Name, directory["a.zip"], CancellationToken.None);
        Assert.Equal("tenants.schemaInUse", await RefusedAsync(() => transfer.ImportAsync(directory["a.zip"], new ImportTarget(place.Name, null, null, place.DatabaseProvider, place.ConnectionString, place.Schema), CancellationToken.None)));
        Assert.Null(host.Tenants.Find(place.Name));
        Assert.Equal(7L, await ScalarAsync($"SELECT sum(id) FROM {place.Schema}.pedidos"));
    }

    [Fact]
    public async Task Another_tenants_schema_is_taken_however_its_database_is_named()
    {
        var first = await SetUpAsync("dono");
        var place = Place("intruso");
        var other = await host.Tenants.CreateAsync(place, CancellationToken.None);
        var parts = new NpgsqlConnectionStringBuilder(place.ConnectionString);
        var otherwise = new NpgsqlConnectionStringBuilder(place.ConnectionString) { ApplicationName = "outro nome" }.ToString();
        Assert.Equal("tenants.schemaTaken", await RefusedAsync(() => host.Tenants.UpdateAsync(other with { Schema = first.Schema, ConnectionString = otherwise }, CancellationToken.None)));

        // Nothing tells that two hosts are one, but the mark in the schema.
        parts.Host = parts.Host == "127.0.0.1" ? "localhost" : "127.0.0.1";
        other = await host.Tenants.UpdateAsync(other with { Schema = first.Schema, ConnectionString = parts.ToString() }, CancellationToken.None);
        Assert.Equal("tenants.schemaInUse", await RefusedAsync(() => host.Tenants.SetupAsync(TestHost.Setup(other.Name, "agency"), CancellationToken.None)));
        await host.Tenants.RemoveAsync(other.Name, CancellationToken.None);
        using var api = await ApiClient.SignInAsync(host.Address(first));
        await api.CreateClientAsync(new { tradeName = "Ainda aqui" });
    }

    [Theory]
    [InlineData("public")]
    [InlineData("extensions")]
    [InlineData("information_schema")]
    [InlineData("pg_catalog")]
    [InlineData("clientsuite_host")]
    [InlineData("clientsuite_no_tenant")]
    public async Task Schemas_of_the_database_and_of_the_product_are_nobodys(string schema)
    {
        var place = host.NewTenant("reservado", postgres: false) with { DatabaseProvider = DatabaseProviders.Postgres, ConnectionString = "Host=nowhere.example", Schema = schema };
        Assert.Equal("tenants.schemaReserved", await RefusedAsync(() => host.Tenants.CreateAsync(place, CancellationToken.None)));
        var made = await host.Tenants.CreateAsync(place with { Schema = "" }, CancellationToken.None);
        Assert.Equal("tenants.schemaReserved", await RefusedAsync(() => host.Tenants.UpdateAsync(made with { Schema = schema }, CancellationToken.None)));
    }

    [Fact]
    public async Task A_setup_goes_on_in_the_schema_that_it_left_half_made()
    {
        var made = await host.Tenants.CreateAsync(Place("meia"), CancellationToken.None);
        await host.Services.GetRequiredService<DatabaseProvisioner>().CreateAsync(made, CancellationToken.None);
        await host.Services.GetRequiredService<Migrator>().MigrateAsync(made, CancellationToken.None);
        var running = await host.Tenants.SetupAsync(TestHost.Setup(made.Name, "agency"), CancellationToken.None);
        using var api = await ApiClient.SignInAsync(host.Address(running));
        await api.CreateClientAsync(new { tradeName = "Inteira" });
    }

    [Fact]
    public async Task A_schema_that_an_earlier_version_made_goes_with_its_tenant_and_stays_where_it_holds_more()
    {
        foreach (var (hint, isMixed) in new[] { ("antiga", false), ("mista", true) })
        {
            var tenant = await SetUpAsync(hint);
            await ExecuteAsync($"COMMENT ON SCHEMA {tenant.Schema} IS NULL" + (isMixed ? $"; CREATE TABLE {tenant.Schema}.pedidos (id int)" : ""));
            var migrator = host.Services.GetRequiredService<Migrator>();
            migrator.Forget(tenant.TenantId); // as a host of this version starts
            await migrator.MigrateAsync(tenant, CancellationToken.None);
            await host.Tenants.UpdateAsync(tenant with { State = TenantState.Disabled }, CancellationToken.None);
            await host.Tenants.RemoveAsync(tenant.Name, CancellationToken.None);
            Assert.Equal(isMixed ? 1L : 0L, await ScalarAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{tenant.Schema}'"));
        }
    }

    private ShellSettings Place(string hint)
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        return host.NewTenant(hint, postgres: true);
    }

    private Task<ShellSettings> SetUpAsync(string hint)
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        return host.SetUpAsync(hint, postgres: true);
    }

    private static async Task<string> RefusedAsync<T>(Func<Task<T>> act) => (await Assert.ThrowsAsync<RuleBrokenException>(act)).Key;

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(TestHost.Postgres!); // skipped without
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(TestHost.Postgres!); // skipped without
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
