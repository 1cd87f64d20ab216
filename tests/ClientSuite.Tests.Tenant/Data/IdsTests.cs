using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Data;

/// <summary>Ids that are fetched ahead, while contexts go from tenant to tenant.</summary>
public abstract class IdsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task Each_tenant_takes_its_ids_from_its_own_sequence()
    {
        var other = await Tenant.AnotherAsync();
        var taken = new Dictionary<string, List<long>>(StringComparer.Ordinal) { [Tenant.Name] = [], [other.Name] = [] };
        await Parallel.ForAsync(0, 3_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            // One takes many and the other few: a block that came from the wrong sequence repeats ids.
            var who = n % 10 == 0 ? other : Tenant.Tenant;
            await using var db = Rent(who);
            var id = Host.Services.GetRequiredService<IIds>().Next(db, IdSequence.Records);
            lock (taken)
            {
                taken[who.Name].Add(id);
            }
        });

        foreach (var who in new[] { Tenant.Tenant, other })
        {
            await using var db = Rent(who);
            var next = await db.Database.SqlQuery<long>($"""SELECT "Next" AS "Value" FROM "cs_sequence" WHERE "Name" = 'Records'""").SingleAsync();
            Assert.Equal(taken[who.Name].Count, taken[who.Name].Distinct().Count());
            Assert.All(taken[who.Name], id => Assert.InRange(id, 1, next - 1));
        }
    }

    /// <summary>So quickly that the next block is seldom there in time.</summary>
    [Fact(DisplayName = "lists show the newest first by their ids: who takes one after the other gets ascending ones")]
    public async Task Ids_ascend()
    {
        await using var db = Rent(await Tenant.AnotherAsync());
        var ids = Host.Services.GetRequiredService<IIds>();
        var taken = Enumerable.Range(0, 200_000).Select(_ => ids.Next(db, IdSequence.Rows)).ToList();
        Assert.Equal(taken.Order(), taken);
    }

    private TenantDb Rent(ShellSettings who) => Host.Services.GetRequiredService<TenantDbFactory>().Rent(who);
}

public sealed class IdsOnSqlite(TenantFixture<Sqlite> tenant) : IdsTests<Sqlite>(tenant);

public sealed class IdsOnPostgres(TenantFixture<Postgres> tenant) : IdsTests<Postgres>(tenant);
