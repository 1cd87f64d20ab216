namespace ClientSuite.Spreadsheets;

/// <summary>Which character parts the cells of a text table.</summary>
internal static class CsvDelimiter
{
    private const int SampleLines = 20;

    private static ReadOnlySpan<char> Candidates => [',', ';', '\t'];

    /// <summary>What a first line <c>sep=;</c> says, as spreadsheets write it; that line is then taken off.</summary>
    public static char? Named(ref ReadOnlyMemory<char> text, out int linesBefore)
    {
        linesBefore = 0;
        if (text.Span is not ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var delimiter, '\r' or '\n', ..] || Candidates.IndexOf(delimiter) < 0)
            return null;
        linesBefore = 1;
        text = text[(text.Span[5] == '\r' && text.Span is [_, _, _, _, _, _, '\n', ..] ? 7 : 6)..];
        return delimiter;
    }

    /// <summary>The candidate that most lines have as often as the header has it; then the one that the header has most.</summary>
    public static char Guess(ReadOnlySpan<char> text)
    {
        var best = Candidates[0];
        var bestScore = (Lines: 0, Header: 0);
        foreach (var candidate in Candidates)
        {
            var counts = CountPerLine(text, candidate);
            var score = counts[0] == 0 ? default : (Lines: counts.Count(count => count == counts[0]), Header: counts[0]);
            if (score.CompareTo(bestScore) > 0)
                (best, bestScore) = (candidate, score);
        }

        return best;
    }

    private static List<int> CountPerLine(ReadOnlySpan<char> text, char candidate)
    {
        List<int> counts = [];
        var count = 0;
        var quoted = false;
        var hasText = false;
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            if (quoted || c is not ('\r' or '\n'))
            {
                hasText = true;
                if (!quoted && c == candidate)
                    count++;
                continue;
            }

            if (hasText)
                counts.Add(count);
            (count, hasText) = (0, false);
            if (counts.Count == SampleLines)
                return counts;
        }

        // The last line may be cut by the end of the sample.
        if (counts.Count == 0)
            counts.Add(count);
        return counts;
    }
}
