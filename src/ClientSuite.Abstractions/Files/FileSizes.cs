using System.Globalization;

namespace ClientSuite.Files;

/// <summary>Sizes in words.</summary>
public static class FileSizes
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>"1,2 MB" in the current culture; units of 1,024.</summary>
    public static string Text(long bytes)
    {
        double size = bytes;
        var unit = 0;
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        // At most one digit after the comma, none from ten on.
        return size.ToString(unit == 0 || size >= 10 ? "N0" : "0.#", CultureInfo.CurrentCulture) + '\u00A0' + Units[unit];
    }
}
