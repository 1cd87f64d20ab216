namespace ClientSuite.Recipes.Scripting;

/// <summary>
/// Parses the JavaScript subset that recipes use: expressions, <c>const</c>, <c>let</c>, <c>var</c>, assignment to a name,
/// <c>return</c>. No loops, no functions: what a script costs is bounded by its length.
/// </summary>
internal sealed class ScriptParser
{
    private static readonly Dictionary<string, int> Precedence = new()
    {
        ["??"] = 1,
        ["||"] = 2,
        ["&&"] = 3,
        ["=="] = 4,
        ["!="] = 4,
        ["==="] = 4,
        ["!=="] = 4,
        ["<"] = 5,
        [">"] = 5,
        ["<="] = 5,
        [">="] = 5,
        ["+"] = 6,
        ["-"] = 6,
        ["*"] = 7,
        ["/"] = 7,
        ["%"] = 7,
    };

    private static readonly HashSet<string> Unsupported =
    [
        "async", "await", "break", "case", "catch", "class", "continue", "delete", "do", "else", "finally", "for", "function", "if", "import",
        "in", "instanceof", "of", "super", "switch", "this", "throw", "try", "typeof", "void", "while", "with", "yield",
    ];

    private readonly List<ScriptToken> _tokens;
    private readonly string _shown;
    private readonly RecipeLimits _limits;
    private int _at;
    private int _nesting;

    private ScriptParser(List<ScriptToken> tokens, string shown, RecipeLimits limits)
    {
        _tokens = tokens;
        _shown = shown;
        _limits = limits;
    }

    private ScriptToken Next => _tokens[_at];

    public static IReadOnlyList<ScriptNode> Parse(string source, string shown, RecipeLimits limits)
    {
        if (source.Length > limits.SourceLength)
        {
            throw new RecipeException(RecipeErrors.ScriptTooLong, [limits.SourceLength]);
        }
        return new ScriptParser(new ScriptLexer(source, shown).ReadAll(), shown, limits).Program();
    }

    private List<ScriptNode> Program()
    {
        var statements = new List<ScriptNode>();
        while (Next.Kind is not ScriptTokenKind.End)
        {
            if (!TakeSign(";"))
            {
                Statement(statements);
            }
        }
        return statements.Count > 0 ? statements : throw Wrong("there is nothing to evaluate");
    }

    private void Statement(List<ScriptNode> statements)
    {
        var start = Next;
        if (start.Kind is ScriptTokenKind.Name && start.Text is "const" or "let" or "var")
        {
            _at++;
            do
            {
                statements.Add(Declaration(start));
            }
            while (TakeSign(","));
        }
        else if (start.IsName("return"))
        {
            _at++;
            var value = Next.IsSign(";") || Next.Kind is ScriptTokenKind.End || Next.AfterLineBreak ? new LiteralNode(null) : Expression();
            statements.Add(Deep(new ReturnNode(value) { Position = start.Position }, value));
        }
        else
        {
            statements.Add(Expression());
        }
        if (!TakeSign(";") && Next.Kind is not ScriptTokenKind.End && !Next.AfterLineBreak)
        {
            throw Unexpected();
        }
    }

    private ScriptNode Declaration(ScriptToken kind)
    {
        var name = TakeName();
        ScriptNode value = new LiteralNode(ScriptUndefined.Value);
        if (TakeSign("="))
        {
            value = Expression();
        }
        else if (kind.Text == "const")
        {
            throw Wrong($"the constant '{name}' has no value");
        }
        return Deep(new DeclareNode(name, kind.Text == "const", value) { Position = kind.Position }, value);
    }

    private ScriptNode Expression()
    {
        if (++_nesting > _limits.Depth)
        {
            throw TooDeep();
        }
        var start = Next;
        var node = Binary(minimum: 1);
        if (TakeSign("?"))
        {
            var then = Expression();
            ExpectSign(":");
            var otherwise = Expression();
            node = Deep(new ConditionalNode(node, then, otherwise) { Position = start.Position }, node, then, otherwise);
        }
        else if (Next.IsSign("="))
        {
            var name = node as NameNode ?? throw Wrong("only a name can be given a value");
            _at++;
            var value = Expression();
            node = Deep(new AssignNode(name.Name, value) { Position = start.Position }, value);
        }
        _nesting--;
        return node;
    }

    private ScriptNode Binary(int minimum)
    {
        var left = Unary();
        while (Next.Kind is ScriptTokenKind.Sign && Precedence.TryGetValue(Next.Text, out var level) && level >= minimum)
        {
            var sign = Next;
            _at++;
            var right = Binary(level + 1);
            left = Deep(new BinaryNode(sign.Text, left, right) { Position = sign.Position }, left, right);
        }
        return left;
    }

    private ScriptNode Unary()
    {
        if (Next.Kind is not ScriptTokenKind.Sign || Next.Text is not ("-" or "+" or "!"))
        {
            return Postfix();
        }
        if (++_nesting > _limits.Depth)
        {
            throw TooDeep();
        }
        var sign = Next;
        _at++;
        var operand = Unary();
        _nesting--;
        return Deep(new UnaryNode(sign.Text, operand) { Position = sign.Position }, operand);
    }

    private ScriptNode Postfix()
    {
        var node = Primary();
        while (true)
        {
            var start = Next;
            if (TakeSign("."))
            {
                var key = new LiteralNode(TakeName());
                node = Deep(new MemberNode(node, key) { Position = start.Position }, node);
            }
            else if (TakeSign("["))
            {
                var key = Expression();
                ExpectSign("]");
                node = Deep(new MemberNode(node, key) { Position = start.Position }, node, key);
            }
            else if (TakeSign("("))
            {
                var args = List(")");
                node = Deep(new CallNode(node, args) { Position = start.Position }, [node, .. args]);
            }
            else
            {
                return node;
            }
        }
    }

    private ScriptNode Primary()
    {
        var token = Next;
        _at++;
        switch (token.Kind)
        {
            case ScriptTokenKind.Number:
                return new LiteralNode(token.Number) { Position = token.Position };
            case ScriptTokenKind.Text:
                return new LiteralNode(token.Text) { Position = token.Position };
            case ScriptTokenKind.Name:
                return Named(token);
            case ScriptTokenKind.Sign when token.Text == "(":
                var inner = Expression();
                ExpectSign(")");
                return inner;
            case ScriptTokenKind.Sign when token.Text == "[":
                var items = List("]");
                return Deep(new ListNode(items) { Position = token.Position }, [.. items]);
            case ScriptTokenKind.Sign when token.Text == "{":
                return Object(token);
            default:
                _at--;
                throw Unexpected();
        }
    }

    private ScriptNode Named(ScriptToken token)
    {
        switch (token.Text)
        {
            case "null": return new LiteralNode(null);
            case "true": return new LiteralNode(true);
            case "false": return new LiteralNode(false);
            case "undefined": return new LiteralNode(ScriptUndefined.Value);
            case "NaN": return new LiteralNode(double.NaN);
            case "Infinity": return new LiteralNode(double.PositiveInfinity);
            case "new":
                if (TakeName() != "Date")
                {
                    throw new RecipeException(RecipeErrors.ScriptUnsupported, [_shown, "\"new\" for anything but Date"]);
                }
                IReadOnlyList<ScriptNode> args = TakeSign("(") ? List(")") : [];
                return Deep(new NewDateNode(args) { Position = token.Position }, [.. args]);
            default:
                return Unsupported.Contains(token.Text)
                    ? throw new RecipeException(RecipeErrors.ScriptUnsupported, [_shown, $"\"{token.Text}\""])
                    : new NameNode(token.Text) { Position = token.Position };
        }
    }

    private ScriptNode Object(ScriptToken start)
    {
        var members = new List<KeyValuePair<string, ScriptNode>>();
        while (!TakeSign("}"))
        {
            var key = Next;
            var name = key.Kind switch
            {
                ScriptTokenKind.Name or ScriptTokenKind.Text => key.Text,
                ScriptTokenKind.Number => ScriptValue.ToText(key.Number),
                _ => throw Wrong("a member's name is expected"),
            };
            _at++;
            ScriptNode value = new NameNode(name) { Position = key.Position };
            if (key.Kind is not ScriptTokenKind.Name || !Next.IsSign(",") && !Next.IsSign("}"))
            {
                ExpectSign(":");
                value = Expression();
            }
            members.Add(KeyValuePair.Create(name, value));
            if (!Next.IsSign("}"))
            {
                ExpectSign(",");
            }
        }
        return Deep(new ObjectNode(members) { Position = start.Position }, [.. members.Select(member => member.Value)]);
    }

    private List<ScriptNode> List(string end)
    {
        var items = new List<ScriptNode>();
        while (!TakeSign(end))
        {
            items.Add(Expression());
            if (!Next.IsSign(end))
            {
                ExpectSign(",");
            }
        }
        return items;
    }

    /// <summary>A chain such as a + b + c makes a deep tree without nesting, so trees are measured, not only the recursion here.</summary>
    private T Deep<T>(T node, params ReadOnlySpan<ScriptNode> children)
        where T : ScriptNode
    {
        var depth = 1;
        foreach (var child in children)
        {
            depth = Math.Max(depth, child.Depth + 1);
        }
        return depth > _limits.Depth * 2 ? throw TooDeep() : node with { Depth = depth };
    }

    private bool TakeSign(string sign)
    {
        if (!Next.IsSign(sign))
        {
            return false;
        }
        _at++;
        return true;
    }

    private void ExpectSign(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Next.Kind is ScriptTokenKind.End ? Wrong($"'{sign}' is missing at the end") : Unexpected();
        }
    }

    private string TakeName()
    {
        if (Next.Kind is not ScriptTokenKind.Name)
        {
            throw Unexpected();
        }
        return _tokens[_at++].Text;
    }

    private RecipeException TooDeep() => new(RecipeErrors.ScriptTooDeep, [_shown, _limits.Depth]);

    private RecipeException Unexpected() => Next.Kind switch
    {
        ScriptTokenKind.End => Wrong("it ends too early"),
        ScriptTokenKind.Sign when Next.Text is "=>" or "..." or "?." or "++" or "--" or "+=" or "-=" or "*=" or "/=" or "%=" or "**" =>
            new RecipeException(RecipeErrors.ScriptUnsupported, [_shown, $"\"{Next.Text}\""]),
        ScriptTokenKind.Number or ScriptTokenKind.Text => Wrong("a value is not expected here"),
        _ => Wrong($"'{Next.Text}' is not expected here"),
    };

    private RecipeException Wrong(string what) => new(RecipeErrors.Script, [_shown, Next.Position, what]);
}
