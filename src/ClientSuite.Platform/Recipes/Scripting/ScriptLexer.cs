using System.Globalization;
using System.Text;

namespace ClientSuite.Recipes.Scripting;

/// <summary>Cuts the JavaScript subset into words. Regular expressions and template texts are named and refused.</summary>
internal sealed class ScriptLexer(string source, string shown)
{
    private static readonly string[] Signs =
    [
        "===", "!==", "...", "==", "!=", "<=", ">=", "&&", "||", "??", "=>", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "**",
        "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(", ")", "[", "]", "{", "}", ",", ".", ";", "=",
    ];

    private int _at;

    public List<ScriptToken> ReadAll()
    {
        var tokens = new List<ScriptToken>();
        ScriptToken token;
        do
        {
            token = Read(tokens.Count == 0 || tokens[^1] is { Kind: ScriptTokenKind.Sign, Text: not (")" or "]" or "}") });
            tokens.Add(token);
        }
        while (token.Kind is not ScriptTokenKind.End);
        return tokens;
    }

    private ScriptToken Read(bool valueExpected)
    {
        var lineBreak = SkipBlanks();
        if (_at >= source.Length)
        {
            return new ScriptToken(ScriptTokenKind.End, "", 0, _at, lineBreak);
        }
        var start = _at;
        var c = source[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(1))))
        {
            return new ScriptToken(ScriptTokenKind.Number, "", ReadNumber(), start, lineBreak);
        }
        if (char.IsLetter(c) || c is '_' or '$')
        {
            while (char.IsLetterOrDigit(At(0)) || At(0) is '_' or '$')
            {
                _at++;
            }
            return new ScriptToken(ScriptTokenKind.Name, source[start.._at], 0, start, lineBreak);
        }
        if (c is '\'' or '"')
        {
            return new ScriptToken(ScriptTokenKind.Text, ReadText(c), 0, start, lineBreak);
        }
        if (c == '`' || (c == '/' && valueExpected))
        {
            throw new RecipeException(RecipeErrors.ScriptUnsupported, [shown, c == '`' ? "template texts" : "regular expressions"]);
        }
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(source, _at, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return new ScriptToken(ScriptTokenKind.Sign, sign, 0, start, lineBreak);
            }
        }
        throw Wrong($"'{c}' is not expected here");
    }

    private bool SkipBlanks()
    {
        var lineBreak = false;
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(source[_at]))
            {
                lineBreak |= source[_at++] is '\n' or '\r';
            }
            else if (source[_at] == '/' && At(1) == '/')
            {
                var end = source.IndexOf('\n', _at);
                _at = end < 0 ? source.Length : end;
            }
            else if (source[_at] == '/' && At(1) == '*')
            {
                var end = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw Wrong("the comment has no end");
                }
                lineBreak |= source.AsSpan(_at, end - _at).Contains('\n');
                _at = end + 2;
            }
            else
            {
                break;
            }
        }
        return lineBreak;
    }

    private double ReadNumber()
    {
        var start = _at;
        if (source[_at] == '0' && At(1) is 'x' or 'X')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(At(0)))
            {
                _at++;
            }
            return ulong.TryParse(source.AsSpan(start + 2, _at - start - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
                ? hex
                : throw Wrong("the number cannot be read");
        }
        while (char.IsAsciiDigit(At(0)) || At(0) == '.')
        {
            _at++;
        }
        if (At(0) is 'e' or 'E')
        {
            _at += At(1) is '+' or '-' ? 2 : 1;
            while (char.IsAsciiDigit(At(0)))
            {
                _at++;
            }
        }
        return !char.IsLetterOrDigit(At(0)) && double.TryParse(source.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong("the number cannot be read");
    }

    private string ReadText(char quote)
    {
        var text = new StringBuilder();
        _at++;
        while (At(0) != quote)
        {
            if (_at >= source.Length || source[_at] is '\n' or '\r')
            {
                throw Wrong("the text has no closing quote");
            }
            if (source[_at] == '\\')
            {
                _at++;
                ReadEscape(text);
            }
            else
            {
                text.Append(source[_at++]);
            }
        }
        _at++;
        return text.ToString();
    }

    private void ReadEscape(StringBuilder text)
    {
        var c = At(0);
        _at++;
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case '0': text.Append('\0'); break;
            case 'x': text.Append((char)ReadHex(2)); break;
            case 'u' when At(0) == '{':
                var end = source.IndexOf('}', _at);
                _at++;
                var code = end < 0 ? -1 : ReadHex(end - _at);
                if (!Rune.IsValid(code))
                {
                    throw Wrong("the character's code cannot be read");
                }
                text.Append(new Rune(code).ToString());
                _at++;
                break;
            case 'u': text.Append((char)ReadHex(4)); break;
            case '\n': break;
            default: text.Append(c); break;
        }
    }

    private int ReadHex(int length)
    {
        if (length is < 1 or > 6 || _at + length > source.Length
            || !int.TryParse(source.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Wrong("the character's code cannot be read");
        }
        _at += length;
        return code;
    }

    private char At(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private RecipeException Wrong(string what) => new(RecipeErrors.Script, [shown, _at, what]);
}
