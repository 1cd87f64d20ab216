namespace ClientSuite.Recipes.Scripting;

internal enum ScriptTokenKind
{
    End,
    Number,
    Text,
    Name,
    Sign,
}

/// <summary>One word of a script; <see cref="AfterLineBreak"/> matters because a line break may end a statement.</summary>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Text, double Number, int Position, bool AfterLineBreak)
{
    public bool IsSign(string sign) => Kind is ScriptTokenKind.Sign && Text == sign;

    public bool IsName(string name) => Kind is ScriptTokenKind.Name && Text == name;
}
