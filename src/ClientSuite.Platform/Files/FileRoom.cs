using ClientSuite.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

internal sealed class FileRoom(TenantDb db, IFileIntake intake, IEnumerable<IFileUse> uses) : IFileRoom
{
    public async Task<FileDraft> ReceiveAsync(Stream content, long? announced, CancellationToken cancel)
    {
        var limits = intake.Limits;
        var left = limits.MaxTotalBytes - (await Counter.Select(c => (long?)c.Bytes).FirstOrDefaultAsync(cancel) ?? await MeasureAsync(cancel));
        if (left < Math.Min(announced ?? limits.MaxFileBytes, limits.MaxFileBytes))
        {
            left = limits.MaxTotalBytes - await MeasureAsync(cancel);
        }

        if (left <= 0 || announced > left)
        {
            throw NoRoom(left);
        }

        if (db.Database.CurrentTransaction is null)
        {
            await db.Database.CloseConnectionAsync(); // a slow upload must not keep a connection from others meanwhile
        }

        try
        {
            return await intake.ReceiveAsync(content, left, cancel);
        }
        catch (FileRefusedException full) when (full.Status == StatusCodes.Status413PayloadTooLarge && left < limits.MaxFileBytes)
        {
            throw NoRoom(left);
        }
    }

    public async Task TakeAsync(FileDraft draft, CancellationToken cancel)
    {
        if (await TryTakeAsync(draft.SizeBytes, cancel))
        {
            return;
        }

        var used = await MeasureAsync(cancel);
        if (!await TryTakeAsync(draft.SizeBytes, cancel))
        {
            throw NoRoom(intake.Limits.MaxTotalBytes - used);
        }
    }

    private IQueryable<FileCounter> Counter => db.Set<FileCounter>().AsNoTracking().Where(c => c.Name == FileCounter.Total);

    /// <summary>One statement, which the database runs one after the other.</summary>
    private async Task<bool> TryTakeAsync(long bytes, CancellationToken cancel)
    {
        var most = intake.Limits.MaxTotalBytes - bytes;
        return await Counter.Where(c => c.Bytes <= most).ExecuteUpdateAsync(c => c.SetProperty(x => x.Bytes, x => x.Bytes + bytes), cancel) == 1;
    }

    /// <summary>Sets the counter to what the records say. Whoever takes room meanwhile waits, so that nothing is stored unseen.</summary>
    private async Task<long> MeasureAsync(CancellationToken cancel)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "cs_room"("Name", "Bytes") VALUES ({FileCounter.Total}, 0) ON CONFLICT("Name") DO UPDATE SET "Bytes" = "cs_room"."Bytes" """, cancel);
        var sum = 0L;
        foreach (var use in uses)
        {
            sum += await use.SumAsync(cancel);
        }

        await Counter.ExecuteUpdateAsync(c => c.SetProperty(x => x.Bytes, sum), cancel);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return sum;
    }

    private FileRefusedException NoRoom(long left) =>
        new(StatusCodes.Status413PayloadTooLarge, "storage.noRoom", FileSizes.Text(Math.Max(0, left)), FileSizes.Text(intake.Limits.MaxTotalBytes));
}

/// <summary>Bytes that are taken.</summary>
internal sealed class FileCounter
{
    public const string Total = "files";

    public string Name { get; set; } = "";

    public long Bytes { get; set; }
}
