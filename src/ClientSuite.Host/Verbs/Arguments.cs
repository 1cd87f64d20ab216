namespace ClientSuite.Host.Verbs;

/// <summary>A verb's words and options, apart from the configuration (<c>--data DIR</c>, <c>--ClientSuite:…</c>), which passes on.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <param name="args">What follows the verb.</param>
    /// <param name="flags">Options without a value.</param>
    /// <param name="options">Options with a value.</param>
    public Arguments(IReadOnlyList<string> args, string[] flags, string[] options)
    {
        var words = new List<string>();
        var configuration = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
            }
            else if (flags.Contains(name, StringComparer.Ordinal))
            {
                _options[name] = "";
            }
            else
            {
                value ??= ++i < args.Count ? args[i] : throw new UsageException($"{name} needs a value.");
                if (options.Contains(name, StringComparer.Ordinal))
                {
                    _options[name] = value;
                }
                else
                {
                    configuration.Add($"{name}={value}");
                }
            }
        }

        (Words, Configuration) = (words, [.. configuration]);
    }

    public IReadOnlyList<string> Words { get; }

    public string[] Configuration { get; }

    public bool Has(string flag) => _options.ContainsKey(flag);

    public string? Find(string option) => _options.GetValueOrDefault(option);

    public string Word(int index, string what) => index < Words.Count ? Words[index] : throw new UsageException($"{what} is missing.");
}

/// <summary>The command line is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
