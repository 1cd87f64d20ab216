using ClientSuite.Data;
using ClientSuite.Outbox;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Data;

/// <summary>A transaction that nobody ended must not keep the next writer out, however its context was left by earlier renters.</summary>
public abstract class AbandonedTransactionTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_that_was_left_open_lets_the_next_writer_in(bool fromPoolWithOpenConnection)
    {
        if (fromPoolWithOpenConnection)
        {
            await using var first = Rent();
            await first.Database.OpenConnectionAsync(); // not closed by its user
        }

        await using (var second = Rent())
        {
            await using var abandoned = await second.Database.BeginTransactionAsync();
            await abandoned.DisposeAsync();
            await WriteAsync();
        }

        await using (var third = Rent())
        {
            await third.Database.BeginTransactionAsync(); // left to the context
        }

        await WriteAsync();
    }

    [Fact]
    public async Task A_transaction_whose_beginning_was_cancelled_lets_the_next_writer_in()
    {
        await using (var db = Rent())
        {
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Database.BeginTransactionAsync(cancelled.Token));
        }

        await WriteAsync();
    }

    [Fact]
    public async Task Events_of_a_transaction_that_was_left_open_are_not_waited_for()
    {
        var signals = Host.Services.GetRequiredService<WorkSignals>();
        await using (var db = Rent())
        {
            await db.Database.BeginTransactionAsync();
            db.Raise(new Nothing());
            await db.SaveChangesAsync();
            Assert.Equal(-1, signals.GenerationOf(Tenant.Name));
        }

        Assert.NotEqual(-1, signals.GenerationOf(Tenant.Name));
    }

    [Fact]
    public async Task A_statement_outside_transactions_waits_for_its_turn_without_blocking()
    {
        await using var first = Rent();
        await using var transaction = await first.Database.BeginTransactionAsync();
        await first.Set<OutboxProcessed>().Where(p => p.EventId == -1).ExecuteDeleteAsync();
        await using var second = Rent();
        var waiting = second.Set<OutboxProcessed>().Where(p => p.EventId == -2).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        Assert.Equal(0, await waiting);
        await WriteAsync();
    }

    [Fact(DisplayName = "issue 2 §10: a transaction of many batches hears that another writer waits for its end, on SQLite")]
    public async Task Waiting_is_heard()
    {
        await using var patient = Rent();
        await using var transaction = await patient.Database.BeginTransactionAsync();
        Assert.False(SqliteWriteTurn.IsWantedFrom(patient));
        await using var other = Rent();
        var waiting = other.Database.BeginTransactionAsync();
        Assert.Equal(patient.IsSqlite, SqliteWriteTurn.IsWantedFrom(patient));
        await transaction.CommitAsync();
        await using var begun = await waiting;
        Assert.False(SqliteWriteTurn.IsWantedFrom(other));
    }

    private TenantDb Rent() => Host.Services.GetRequiredService<TenantDbFactory>().Rent(Tenant.Tenant);

    private async Task WriteAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var db = Rent();
        await using var transaction = await db.Database.BeginTransactionAsync(patience.Token);
        await transaction.CommitAsync(patience.Token);
    }

    private sealed record Nothing : IEvent;
}

public sealed class AbandonedTransactionOnSqlite(TenantFixture<Sqlite> tenant) : AbandonedTransactionTests<Sqlite>(tenant);

public sealed class AbandonedTransactionOnPostgres(TenantFixture<Postgres> tenant) : AbandonedTransactionTests<Postgres>(tenant);
