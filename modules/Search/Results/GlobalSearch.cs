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
    /// <param name="withPlaces">True adds menu entries; the command palette finds those by itself.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<IReadOnlyList<FoundGroup>> FindAsync(string? query, string prefix, bool withPlaces, CancellationToken cancel)
    {
        var words = TextFolding.Words(query);
        if (words.Count == 0)
        {
            return [];
        }

        var groups = new List<FoundGroup>();
        foreach (var source in sources.Where(s => s.Permission is null || user.Has(s.Permission)).OrderBy(s => s.Order))
        {
            var hits = await source.FindAsync(query!, PerSource, cancel); // has words
            if (hits.Count > 0)
            {
                groups.Add(new FoundGroup(texts[source.Title].Value, [.. hits.Select(h => new Found(h.Title, h.Detail, prefix + h.Path, h.Icon))]));
            }
        }

        Add("search.actions", actions.Actions);
        if (withPlaces)
        {
            Add("search.places", actions.Places);
        }

        return groups;

        void Add(string title, IReadOnlyList<NavigationItem> items)
        {
            List<Found> found = [.. items.Where(i => i.Permission is null || user.Has(i.Permission))
                .Select(i => (Item: i, Title: texts[i.Title].Value))
                .Where(i => TextFolding.Fold(i.Title) is var folded && words.All(w => folded.Contains(w, StringComparison.Ordinal)))
                .Take(PerSource).Select(i => new Found(i.Title, null, prefix + i.Item.Path, i.Item.Icon))];
            if (found.Count > 0)
            {
                groups.Add(new FoundGroup(texts[title].Value, found));
            }
        }
    }
}
