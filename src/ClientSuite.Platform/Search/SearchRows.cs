using ClientSuite.Values;

namespace ClientSuite.Search;

/// <summary>Folds what a record gives into its search row.</summary>
internal static class SearchRows
{
    private const int NameLength = 300;

    public static SearchEntry Make(long id, string recordType, Data.SearchText text)
    {
        var name = TextFolding.Fold(text.Name);
        return new SearchEntry
        {
            RecordId = id,
            RecordType = recordType,
            Name = name.Length <= NameLength ? name : name[..NameLength],
            Keys = string.Join('\n', new[] { name }.Concat(text.Keys.Where(k => !string.IsNullOrWhiteSpace(k)).Select(TextFolding.Fold)).Distinct(StringComparer.Ordinal)),
            Sensitive = TextFolding.Fold(text.Sensitive),
        };
    }
}
