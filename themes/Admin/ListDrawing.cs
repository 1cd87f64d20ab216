using System.Globalization;
using ClientSuite.Lists;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Themes.Admin;

/// <summary>What <c>_List</c> and <c>_ListRows</c> would otherwise compute in markup.</summary>
internal static class ListDrawing
{
    /// <summary>The word between field and value, or nothing where the value says it.</summary>
    public static string Operator(this ListFilter filter, IStringLocalizer texts) => filter.Kind switch
    {
        ListFilterKind.Choice or ListFilterKind.Date or ListFilterKind.Number => texts["list.filter.is"],
        ListFilterKind.Text => texts["list.filter.contains"],
        _ => "",
    };

    /// <summary>Class of a column's cells, with its place in the phone's row: what the column says itself, else the first
    /// column as title, a status at the right, the first code and the first text below, the last date at the right.</summary>
    public static string[] CellClasses(this ListView list)
    {
        var columns = list.Columns;
        var taken = columns.SelectMany(c => (c.CssClass ?? "").Split(' ')).Where(c => c.StartsWith("m-", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var hasName = columns.Any(c => c.Kind == ListColumnKind.Name);
        var classes = new string[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            var css = column.Kind switch
            {
                ListColumnKind.Name => "m-name w-name",
                ListColumnKind.Status => column.CssClass?.Contains("m-", StringComparison.Ordinal) != true && taken.Add("m-st") ? "m-st" : "",
                ListColumnKind.Number => "num r",
                ListColumnKind.Code => "num",
                _ => column.CssClass is null ? "cut w-text" : "cut",
            };
            if (column.CssClass is not null)
            {
                css += " " + column.CssClass;
            }
            else if (!hasName && i == 0)
            {
                css += " m-title";
            }
            else if (column.Kind == ListColumnKind.Code && column.Id != "id" && taken.Add("m-doc"))
            {
                css += " m-doc";
            }
            else if (column.Kind == ListColumnKind.Text && taken.Add("m-plan"))
            {
                css += " m-plan";
            }
            else if (column.Kind == ListColumnKind.Code && column.Id != "id" && taken.Add("m-due"))
            {
                css += " m-due";
            }

            classes[i] = css;
        }

        return classes;
    }

    /// <summary>A long heading in two lines, broken at the space nearest the middle; null where one line does.</summary>
    public static (string First, string Second)? Lines(this ListColumn column, string title)
    {
        if (title.Length < 14 || column.Kind is ListColumnKind.Name)
        {
            return null;
        }

        var middle = title.Length / 2;
        var spaces = Enumerable.Range(0, title.Length).Where(i => title[i] == ' ').ToList();
        if (spaces.Count == 0)
        {
            return null;
        }

        var at = spaces.MinBy(i => Math.Abs(i - middle));
        return (title[..at], title[(at + 1)..]);
    }

    /// <summary>"1.284", or "1.000+" while more match than were counted.</summary>
    public static string TotalText(this ListView list) => list.Total.ToString("N0", CultureInfo.CurrentCulture) + (list.TotalIsCapped ? "+" : "");

    /// <summary>"1–20 de 1.284"; "0 de 1.284" behind the last row.</summary>
    public static string RangeText(this ListView list, ListPager pager, IStringLocalizer texts) =>
        list.Rows.Count == 0 ? texts["list.range.none", list.TotalText()]
        : pager is { From: { } from, To: { } to } ? texts["list.range", from.ToString("N0", CultureInfo.CurrentCulture), to.ToString("N0", CultureInfo.CurrentCulture), list.TotalText()]
        : texts["list.range.unknown", list.Rows.Count, list.TotalText()];
}
