namespace ClientSuite.Recipes.Scripting;

/// <summary>A piece of a parsed script. <see cref="Depth"/> is how far evaluating it recurses; the parser bounds it.</summary>
internal abstract record ScriptNode
{
    public int Depth { get; init; } = 1;

    public int Position { get; init; }
}

internal sealed record LiteralNode(object? Value) : ScriptNode;

internal sealed record NameNode(string Name) : ScriptNode;

internal sealed record ListNode(IReadOnlyList<ScriptNode> Items) : ScriptNode;

internal sealed record ObjectNode(IReadOnlyList<KeyValuePair<string, ScriptNode>> Members) : ScriptNode;

internal sealed record MemberNode(ScriptNode Target, ScriptNode Key) : ScriptNode;

internal sealed record CallNode(ScriptNode Target, IReadOnlyList<ScriptNode> Args) : ScriptNode;

internal sealed record NewDateNode(IReadOnlyList<ScriptNode> Args) : ScriptNode;

internal sealed record UnaryNode(string Sign, ScriptNode Operand) : ScriptNode;

internal sealed record BinaryNode(string Sign, ScriptNode Left, ScriptNode Right) : ScriptNode;

internal sealed record ConditionalNode(ScriptNode Test, ScriptNode Then, ScriptNode Else) : ScriptNode;

internal sealed record AssignNode(string Name, ScriptNode Value) : ScriptNode;

internal sealed record DeclareNode(string Name, bool IsConstant, ScriptNode Value) : ScriptNode;

internal sealed record ReturnNode(ScriptNode Value) : ScriptNode;
