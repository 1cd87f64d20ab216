namespace ClientSuite.Data;

/// <summary>Values of <see cref="ContentItem.Fields"/> in queries.</summary>
public static class FieldValues
{
    /// <summary>The value under a key as text, null where there is none. Only inside a query: it is translated to SQL.</summary>
    /// <param name="fields"><see cref="ContentItem.Fields"/>.</param>
    /// <param name="path">What <see cref="Path"/> makes of the key.</param>
    /// <exception cref="InvalidOperationException">Called outside a query.</exception>
    public static string? Text(string fields, string path) => throw new InvalidOperationException("Only inside a query.");

    /// <summary>A key as <see cref="Text"/> takes it.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="key">Storage key; without quotation marks and backslashes.</param>
    public static string Path(TenantDb db, string key) => db.IsSqlite ? $"$.\"{key}\"" : key;

    /// <summary>What a value sent as text may read as in <see cref="Text"/>: SQLite reads true and false as 1 and 0.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="value">The value as a query has it.</param>
    public static string Stored(TenantDb db, string value) => (db.IsSqlite, value) switch
    {
        (true, "true") => "1",
        (true, "false") => "0",
        _ => value,
    };
}
