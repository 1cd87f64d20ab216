namespace ClientSuite;

/// <summary>A state forbids what was asked. The platform answers 409 with the text in the caller's language, or a notice on a
/// page; nothing is changed. Not for a field's value: that is a validation message at the field, 422.</summary>
/// <param name="key">Text key of the sentence.</param>
/// <param name="args">Arguments of the sentence.</param>
public sealed class RuleBrokenException(string key, params object[] args) : Exception(args.Length == 0 ? key : $"{key}: {string.Join(", ", args)}")
{
    /// <summary>Text key of the sentence.</summary>
    public string Key { get; } = key;

    /// <summary>Arguments of the sentence.</summary>
    public IReadOnlyList<object> Args { get; } = args;

    /// <summary>Name of the field that the rule is about, or null.</summary>
    public string? Field { get; init; }
}
