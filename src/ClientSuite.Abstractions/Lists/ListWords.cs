using System.Globalization;
using ClientSuite.Texts;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Lists;

/// <summary>Filters as people read them. The words are the theme's (<c>list.filter</c>).</summary>
public static class ListWords
{
    /// <summary>The value of a filter: "Minas Gerais", "3 escolhidos", "01/01/2025 a 31/12/2025".</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="state">The list's state.</param>
    /// <param name="texts">Texts in the reader's language.</param>
    /// <param name="mostChoices">So many choices are named; more are counted.</param>
    public static string ValueText(this ListFilter filter, ListState state, IStringLocalizer texts, int mostChoices = 2)
    {
        switch (filter.Kind)
        {
            case ListFilterKind.Choice:
                var values = state.Values(filter.Id);
                var titles = filter.Choices.Where(c => values.Contains(c.Value)).Select(c => c.Text(texts)).ToList();
                return titles.Count == 0 ? string.Join(", ", values)
                    : titles.Count <= mostChoices ? string.Join(", ", titles)
                    : texts.Plural("list.filter.values", titles.Count);
            case ListFilterKind.Period:
                var from = state.Values(filter.Id + "From").FirstOrDefault();
                var to = state.Values(filter.Id + "To").FirstOrDefault();
                return from is null ? texts["list.filter.until", Date(to)]
                    : to is null ? texts["list.filter.since", Date(from)]
                    : texts["list.filter.between", Date(from), Date(to)];
            case ListFilterKind.Date:
                return Date(state.Values(filter.Id).FirstOrDefault());
            default:
                return string.Join(", ", state.Values(filter.Id));
        }
    }

    /// <summary>A choice in the reader's language.</summary>
    public static string Text(this ListChoice choice, IStringLocalizer texts) => choice.IsText ? choice.Title : texts[choice.Title];

    private static string Date(string? value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("d", CultureInfo.CurrentCulture) : value ?? "";
}
