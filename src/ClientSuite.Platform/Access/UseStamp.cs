using System.Data.Common;

namespace ClientSuite.Access;

/// <summary>When a token or session was last used is a convenience: while the database is locked or full, the request goes on
/// without it.</summary>
internal static class UseStamp
{
    public static async Task TryAsync(Func<Task> update)
    {
        try
        {
            await update();
        }
        catch (DbException)
        {
            // The next use tries again.
        }
    }
}
