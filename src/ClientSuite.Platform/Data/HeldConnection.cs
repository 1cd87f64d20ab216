using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Data;

/// <summary>Keeps a context's connection until the context is given back. Opened anew for each query, PostgreSQL's would queue for a
/// connection and set its schema, one round trip more, and SQLite's would register the provider's functions.</summary>
internal static class HeldConnection
{
    /// <summary>Counts one opening more of a connection that is open.</summary>
    public static void Hold(ConnectionEndEventData eventData) => eventData.Context!.Database.OpenConnection();
}
