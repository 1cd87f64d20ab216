using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes.Scripting;

/// <summary>Evaluates one parsed script, counting what it spends.</summary>
internal sealed class ScriptRun(string shown, RecipeScope scope, ScriptGlobals globals, Action<int, string> spendOfRun)
{
    private readonly Dictionary<string, (object? Value, bool IsConstant)> _locals = [];
    private int _steps;

    public RecipeScope Scope => scope;

    public JsonNode? Run(IReadOnlyList<ScriptNode> statements)
    {
        object? last = ScriptUndefined.Value;
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case ReturnNode back:
                    return ScriptValue.ToJson(Evaluate(back.Value), Spend);
                case DeclareNode declare:
                    if (_locals.ContainsKey(declare.Name))
                    {
                        throw Wrong(declare, $"'{declare.Name}' is declared twice");
                    }
                    _locals[declare.Name] = (Evaluate(declare.Value), declare.IsConstant);
                    break;
                default:
                    last = Evaluate(statement);
                    break;
            }
        }
        return ScriptValue.ToJson(last, Spend);
    }

    public void Spend(int steps)
    {
        _steps += steps;
        if (_steps > scope.Limits.StepsPerExpression)
        {
            throw new RecipeException(RecipeErrors.ScriptTooManySteps, [shown]);
        }
        spendOfRun(steps, shown);
    }

    /// <summary>Call before making a text of this length.</summary>
    public void SpendText(long length)
    {
        if (length > scope.Limits.TextLength)
        {
            throw new RecipeException(RecipeErrors.ScriptTooLong, [scope.Limits.TextLength]);
        }
        Spend((int)(length / 16));
    }

    /// <summary>JavaScript's String(x); lists are joined with commas.</summary>
    public string ToText(object? value) => ToText(value, depth: 0);

    public string Join(List<object?> list, string separator) => Join(list, separator, depth: 0);

    private string ToText(object? value, int depth)
    {
        Spend(1);
        return value switch
        {
            null => "null",
            string text => text,
            bool flag => flag ? "true" : "false",
            double number => ScriptValue.ToText(number),
            List<object?> list => Join(list, ",", depth + 1),
            Dictionary<string, object?> => "[object Object]",
            ScriptFunction => "function",
            _ => value.ToString() ?? "",
        };
    }

    private string Join(List<object?> list, string separator, int depth)
    {
        if (depth > ScriptValue.MaxDepth)
        {
            throw new RecipeException(RecipeErrors.ScriptTooDeep, [shown, ScriptValue.MaxDepth]);
        }
        var texts = new List<string>(list.Count);
        var length = (long)separator.Length * list.Count;
        foreach (var item in list)
        {
            var text = ScriptValue.IsNothing(item) ? "" : ToText(item, depth);
            length += text.Length;
            SpendText(length);
            texts.Add(text);
        }
        return string.Join(separator, texts);
    }

    private object? Evaluate(ScriptNode node)
    {
        Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RecipeException(RecipeErrors.ScriptTooDeep, [shown, scope.Limits.Depth]);
        }
        switch (node)
        {
            case LiteralNode literal:
                return literal.Value;
            case NameNode name:
                return Find(name);
            case ListNode list:
                return list.Items.Select(Evaluate).ToList();
            case ObjectNode json:
                var members = new Dictionary<string, object?>();
                foreach (var (key, value) in json.Members)
                {
                    members[key] = Evaluate(value);
                }
                return members;
            case MemberNode member:
                return Member(member);
            case CallNode call:
                return Call(call);
            case NewDateNode date:
                return NewDate([.. date.Args.Select(Evaluate)]);
            case UnaryNode unary:
                var operand = Evaluate(unary.Operand);
                return unary.Sign switch
                {
                    "!" => !ScriptValue.ToBool(operand),
                    "-" => -ScriptValue.ToNumber(operand),
                    _ => ScriptValue.ToNumber(operand),
                };
            case BinaryNode binary:
                return Binary(binary);
            case ConditionalNode conditional:
                return Evaluate(ScriptValue.ToBool(Evaluate(conditional.Test)) ? conditional.Then : conditional.Else);
            case AssignNode assign:
                return Assign(assign);
            default:
                throw Wrong(node, "it cannot be evaluated");
        }
    }

    private object? Find(NameNode name)
    {
        if (_locals.TryGetValue(name.Name, out var local))
        {
            return local.Value;
        }
        return globals.TryFind(this, name.Name, out var value)
            ? value
            : throw new RecipeException(RecipeErrors.ScriptUnknownName, [shown, name.Name]);
    }

    private object? Assign(AssignNode assign)
    {
        if (!_locals.TryGetValue(assign.Name, out var local))
        {
            throw new RecipeException(RecipeErrors.ScriptUnknownName, [shown, assign.Name]);
        }
        if (local.IsConstant)
        {
            throw Wrong(assign, $"the constant '{assign.Name}' keeps its value");
        }
        var value = Evaluate(assign.Value);
        _locals[assign.Name] = (value, false);
        return value;
    }

    private object? Member(MemberNode member)
    {
        var target = Evaluate(member.Target);
        var key = Evaluate(member.Key);
        if (ScriptValue.IsNothing(target))
        {
            throw Wrong(member, $"there is no '{ToText(key)}' of {ToText(target)}");
        }
        return Guarded(member, () => ScriptMembers.Get(this, target!, key));
    }

    private object? Call(CallNode call)
    {
        var target = Evaluate(call.Target);
        if (target is not ScriptFunction function)
        {
            throw Wrong(call, call.Target is MemberNode { Key: LiteralNode { Value: string method } } ? $"there is no function '{method}'" : "only functions can be called");
        }
        List<object?> args = [.. call.Args.Select(Evaluate)];
        return Guarded(call, () => function(args));
    }

    private object? Guarded(ScriptNode node, Func<object?> work)
    {
        try
        {
            return work();
        }
        catch (ScriptFailure e)
        {
            throw Wrong(node, e.Message);
        }
    }

    private ScriptDate NewDate(List<object?> args) => args switch
    {
        [] => new ScriptDate(scope.Clock.GetUtcNow().ToUnixTimeMilliseconds(), scope.TimeZone),
        [string text] => new ScriptDate(ScriptDate.Parse(text, scope.TimeZone), scope.TimeZone),
        [var one] => new ScriptDate(ScriptValue.ToNumber(one), scope.TimeZone),
        _ => new ScriptDate(ScriptDate.ToUtc(ScriptDate.FromParts([.. args.Select(ScriptValue.ToNumber)]), scope.TimeZone), scope.TimeZone),
    };

    private object? Binary(BinaryNode node)
    {
        var left = Evaluate(node.Left);
        switch (node.Sign)
        {
            case "&&": return ScriptValue.ToBool(left) ? Evaluate(node.Right) : left;
            case "||": return ScriptValue.ToBool(left) ? left : Evaluate(node.Right);
            case "??": return ScriptValue.IsNothing(left) ? Evaluate(node.Right) : left;
        }
        var right = Evaluate(node.Right);
        return node.Sign switch
        {
            "+" => Add(left, right),
            "-" => ScriptValue.ToNumber(left) - ScriptValue.ToNumber(right),
            "*" => ScriptValue.ToNumber(left) * ScriptValue.ToNumber(right),
            "/" => ScriptValue.ToNumber(left) / ScriptValue.ToNumber(right),
            "%" => ScriptValue.ToNumber(left) % ScriptValue.ToNumber(right),
            "===" => ScriptValue.StrictEquals(left, right),
            "!==" => !ScriptValue.StrictEquals(left, right),
            "==" => ScriptValue.LooseEquals(left, right),
            "!=" => !ScriptValue.LooseEquals(left, right),
            _ => Compare(node.Sign, left, right),
        };
    }

    private object Add(object? left, object? right)
    {
        if (left is not (null or bool or double or ScriptUndefined) || right is not (null or bool or double or ScriptUndefined))
        {
            var (first, second) = (ToText(left), ToText(right));
            SpendText((long)first.Length + second.Length);
            return first + second;
        }
        return ScriptValue.ToNumber(left) + ScriptValue.ToNumber(right);
    }

    private static bool Compare(string sign, object? left, object? right)
    {
        if (left is string first && right is string second)
        {
            var order = string.CompareOrdinal(first, second);
            return sign switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
        }
        var (a, b) = (ScriptValue.ToNumber(left), ScriptValue.ToNumber(right));
        return sign switch { "<" => a < b, ">" => a > b, "<=" => a <= b, _ => a >= b };
    }

    private RecipeException Wrong(ScriptNode node, string what) => new(RecipeErrors.Script, [shown, node.Position, what]);
}
