using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Data;

/// <summary>Much work in saves of a bearable size.</summary>
public static class Batches
{
    /// <summary>Reads what a query finds, changes it and saves, again and again until it finds no more; answers how many records it was. What was
    /// changed must not be found again. After each save the context tracks nothing.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="due">What is to be changed.</param>
    /// <param name="size">Records of one save.</param>
    /// <param name="change">Changes those of one save, or removes them.</param>
    /// <param name="cancel">Cancels between two saves.</param>
    public static async Task<int> InBatchesAsync<T>(this TenantDb db, IOrderedQueryable<T> due, int size, Action<List<T>> change, CancellationToken cancel) where T : class
    {
        for (var done = 0; ;)
        {
            var batch = await due.Take(size).ToListAsync(cancel);
            change(batch);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            done += batch.Count;
            if (batch.Count < size)
            {
                return done;
            }
        }
    }
}
