using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Navigation;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Search;

/// <summary>Actions and places that the modules of this shell offer by their words; collected once.</summary>
internal sealed class PaletteActions
{
    public PaletteActions(IEnumerable<INavigationProvider> providers)
    {
        var builder = new NavigationBuilder();
        foreach (var provider in providers)
        {
            provider.Build(builder);
        }

        Actions = builder.Actions;
        Places = [.. builder.Items.OrderBy(i => i.Group).ThenBy(i => i.Order)];
    }

    public IReadOnlyList<NavigationItem> Actions { get; }

    public IReadOnlyList<NavigationItem> Places { get; }
}

/// <summary>Asks every source that the reader may ask, one after the other: they share the scope's database context.</summary>
internal sealed class GlobalSearch(IEnumerable<ISearchSource> sources, PaletteActions actions, ICurrentUser user, IStringLocalizer texts)
{
    private const int PerSource = 6;

    /// <param name="query">What was typed.</param>
    /// <param name="prefix">Path prefix of the tenant.</param>
    /// <param name="withPlaces">True adds menu entries. The command palette finds those by their titles itself: it is told the others, which only other words name.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<IReadOnlyList<FoundGroup>> FindAsync(string? query, string prefix, bool withPlaces, CancellationToken cancel)
    {
        var text = WithoutHash(query);
        var words = TextFolding.Words(text);
        if (words.Count == 0)
        {
            return [];
        }

        var groups = new List<FoundGroup>();
        foreach (var source in sources.Where(s => s.Permission is null || user.Has(s.Permission)).OrderBy(s => s.Order))
        {
            var hits = await source.FindAsync(text, PerSource, cancel);
            if (hits.Count > 0)
            {
                groups.Add(new FoundGroup(texts[source.Title].Value, [.. hits.Select(h => new Found(h.Title, h.Detail, prefix + h.Path, h.Icon))]));
            }
        }

        Add("search.actions", Meant(actions.Actions));
        Add("search.places", Meant(actions.Places).Where(p => withPlaces || !words.All(w => IsIn(p.Title, w))));
        return groups;

        void Add(string title, IEnumerable<(NavigationItem Item, string Title)> items)
        {
            List<Found> found = [.. items.Take(PerSource).Select(i => new Found(i.Title, null, prefix + i.Item.Path, i.Item.Icon))];
            if (found.Count > 0)
            {
                groups.Add(new FoundGroup(texts[title].Value, found));
            }
        }

        IEnumerable<(NavigationItem Item, string Title)> Meant(IReadOnlyList<NavigationItem> items) => items.Where(i => i.Permission is null || user.Has(i.Permission))
            .Select(i => (Item: i, Title: texts[i.Title].Value))
            .Where(i => OtherWords(i.Item) is var others && words.All(w => IsIn(i.Title, w) || others.Any(o => o.StartsWith(w, StringComparison.Ordinal))));
    }

    /// <summary>"#105" is how people write the number 105.</summary>
    private static string WithoutHash(string? query)
    {
        var text = (query ?? "").Trim();
        return text is ['#', >= '0' and <= '9', ..] ? text[1..] : text;
    }

    private static bool IsIn(string title, string word) => TextFolding.Fold(title).Contains(word, StringComparison.Ordinal);

    /// <summary>What else people call it, whatever their language: an optional text beside that of the title.</summary>
    private IReadOnlyList<string> OtherWords(NavigationItem item) => texts[item.Title + ".words"] is { ResourceNotFound: false } words ? TextFolding.Words(words.Value) : [];
}
