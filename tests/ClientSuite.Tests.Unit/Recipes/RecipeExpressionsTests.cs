using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ClientSuite.Recipes;
using Xunit;

namespace ClientSuite.Tests.Unit.Recipes;

public sealed class RecipeExpressionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 15, 30, 45, 123, TimeSpan.Zero);

    private readonly TimeZoneInfo _saoPaulo = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 % 4 - 10 / 4", "0.5")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("-2 - -3", "1")]
    [InlineData("0xff", "255")]
    [InlineData("1e3", "1000")]
    [InlineData("'a' + 1 + true + null", "\"a1truenull\"")]
    [InlineData("1 + 2 + 'x'", "\"3x\"")]
    [InlineData("'5' * '4'", "20")]
    [InlineData("1 < 2 && 'a' < 'b'", "true")]
    [InlineData("!0 || boom", "true")]
    [InlineData("0 || 'default'", "\"default\"")]
    [InlineData("null ?? 'other'", "\"other\"")]
    [InlineData("1 == '1' && 1 !== '1' && null == undefined && NaN != NaN", "true")]
    [InlineData("1 > 2 ? 'a' : 3 >= 3 ? 'b' : 'c'", "\"b\"")]
    [InlineData("null", "null")]
    [InlineData("undefined", "null")]
    [InlineData("1 / 0", "null")]
    [InlineData("[1, 'a', [true], ]", "[1,\"a\",[true]]")]
    [InlineData("[1,2,3].length + [5,6][1]", "9")]
    [InlineData("[1,2,3].slice(-2).concat(4, [5]).join('-')", "\"2-3-4-5\"")]
    [InlineData("({ a: 1, 'b c': { d: [] } })", "{\"a\":1,\"b c\":{\"d\":[]}}")]
    [InlineData("const x = 2; ({ x, y: x }).y", "2")]
    [InlineData("({ a: { b: 'deep' } })['a'].b", "\"deep\"")]
    [InlineData("'\\u00e9\\n\\'' + \"\\x41\"", "\"\\u00E9\\n\\u0027A\"")]
    public void Values_and_operators_are_javascripts(string script, string json) => Assert.Equal(json, Js(script)?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("'João'.toUpperCase()", "JOÃO")]
    [InlineData("'ABC'.toLowerCase()", "abc")]
    [InlineData("'abcdef'.substring(4, 1)", "bcd")]
    [InlineData("'abcdef'.slice(-3, -1)", "de")]
    [InlineData("'a-b-c'.replace('-', '+')", "a+b-c")]
    [InlineData("'a-b-c'.replaceAll('-', '')", "abc")]
    [InlineData("'  x '.trim()", "x")]
    [InlineData("'abc'.length + ''", "3")]
    [InlineData("'abc'[1] + 'abc'.charAt(2)", "bc")]
    [InlineData("'a,b'.split(',').join('/')", "a/b")]
    [InlineData("'7'.padStart(3, '0')", "007")]
    [InlineData("(1.005).toFixed(1) + 'x'", "1.0x")]
    [InlineData("'abc'.startsWith('ab') ? 'yes' : 'no'", "yes")]
    [InlineData("Math.max(1, Math.floor(2.9), 0) + ''", "2")]
    public void Methods_of_texts(string script, string text) => Assert.Equal(text, (string?)Js(script));

    [Fact]
    public void Statements_end_with_the_returned_value()
    {
        var value = Js(
            """

            const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']; // names
            let date = new Date(2026, 10, 20)
            date.setDate(date.getDate() + 14);
            var label = days[date.getDay()];
            label = label + ' ' + date.getDate() + '/' + (date.getMonth() + 1);
            return label.toUpperCase();

            """);

        Assert.Equal("FRI 4/12", (string?)value);
    }

    [Theory]
    [InlineData("new Date().toISOString()", "2026-11-20T15:30:45.123Z")]
    [InlineData("new Date()", "2026-11-20T15:30:45.123Z")]
    [InlineData("new Date().getHours() + ':' + new Date().getUTCHours()", "12:15")]
    [InlineData("new Date(2026, 0, 31, 8).toISOString()", "2026-01-31T11:00:00.000Z")]
    [InlineData("new Date('2026-01-31').toISOString()", "2026-01-31T00:00:00.000Z")]
    [InlineData("new Date('2026-01-31T08:00').toISOString()", "2026-01-31T11:00:00.000Z")]
    [InlineData("new Date('2026-01-31T08:00:00+02:00').toISOString()", "2026-01-31T06:00:00.000Z")]
    [InlineData("new Date(2024, 1, 30).toISOString()", "2024-03-01T03:00:00.000Z")]
    [InlineData("new Date(2023, 13, 29, 25, 61).toISOString()", "2024-03-01T05:01:00.000Z")]
    [InlineData("new Date(Date.UTC(1999, 11, 31, 23, 59, 59, 999) + 1).getTime() + ''", "946684800000")]
    [InlineData("const d = new Date('2026-01-31'); d.setUTCMonth(1); return d.toISOString()", "2026-03-03T00:00:00.000Z")]
    [InlineData("const d = new Date('2026-01-31'); d.setUTCHours(26, 5); return d.toISOString()", "2026-02-01T02:05:00.000Z")]
    [InlineData("(new Date('2026-03-01') - new Date('2026-02-01')) / 86400000 + ' days'", "28 days")]
    public void Dates_follow_the_tenants_clock_and_zone(string script, string text) => Assert.Equal(text, (string?)Js(script));

    [Fact]
    public void Dates_agree_with_the_calendar_for_every_month_of_four_centuries()
    {
        var expressions = Expressions();
        for (var month = 0; month < 4800; month += 7)
        {
            var expected = new DateTime(1800, 1, 1).AddMonths(month).AddDays(27);

            Assert.Equal(expected.ToString("yyyy-MM-dd"), (string?)expressions.Evaluate($"[js: new Date(Date.UTC(1800, {month}, 28)).toISOString().substring(0, 10)]"));
        }
    }

    [Fact]
    public void Functions_of_recipes()
    {
        var expressions = Expressions();

        var id = (string?)expressions.Evaluate("[js: uuid()]");
        Assert.Equal(26, id!.Length);
        Assert.StartsWith("4", id, StringComparison.Ordinal);
        Assert.NotEqual(id, (string?)expressions.Evaluate("[js: uuid()]"));
        Assert.Equal("Padaria Central", (string?)expressions.Evaluate("[js: parameters('sitename')]"));
        Assert.Equal("fallback", (string?)expressions.Evaluate("[js: parameters('absent') || 'fallback']"));
        Assert.Equal("smtp.test", (string?)expressions.Evaluate("[js: configuration('Smtp:Host', 'none')]"));
        Assert.Equal("none", (string?)expressions.Evaluate("[js: configuration('Smtp:Other', 'none')]"));
        Assert.Equal("olá", (string?)expressions.Evaluate("[js: base64('b2zDoQ==')]"));
        Assert.Equal("<b>&</b>", (string?)expressions.Evaluate("[js: html('&lt;b&gt;&amp;&lt;/b&gt;')]"));
        Assert.Equal("texto", (string?)expressions.Evaluate($"[js: gzip('{Gzip("texto")}')]"));
        Assert.Equal("a%20b%26c/", (string?)expressions.Evaluate("[js: encodeURIComponent('a b&c') + encodeURI('/')]"));
        Assert.Equal("/clinic/x", (string?)expressions.Evaluate("[js: getUrlPrefix('/x')]"));
    }

    [Theory]
    [InlineData("[env:SHOP]", "centro")]
    [InlineData("[env: SHOP ]", "centro")]
    [InlineData("[ENV:SHOP]", "centro")]
    [InlineData("[appsettings:Smtp:Host]", "smtp.test")]
    [InlineData("[localization:Welcome]", "Bem-vindo")]
    public void Other_prefixes(string text, string value) => Assert.Equal(value, (string?)Expressions().Evaluate(text));

    [Fact]
    public void A_missing_environment_variable_is_null() => Assert.Null(Expressions().Evaluate("[env:ABSENT]"));

    [Fact]
    public void Files_beside_the_recipe()
    {
        using var folder = new TemporaryFolder();
        folder.Write("texts/hello.txt", "olá");
        folder.Write("list.json", "[1, /* two */ 2,]");
        var expressions = Expressions(scope => scope with { Folder = new RecipeFolder(folder.Path) });

        Assert.Equal("olá", (string?)expressions.Evaluate("[file: text('texts/hello.txt')]"));
        Assert.Equal("b2zDoQ==", (string?)expressions.Evaluate("[file:base64(\"texts\\\\hello.txt\")]"));
        Assert.Equal("[1,2]", expressions.Evaluate("[file: json('list.json')]")?.ToJsonString());
        Assert.Equal(RecipeErrors.FileNotFound, Refusal(expressions, "[file: text('absent.txt')]"));
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("inside/../../secret.txt")]
    [InlineData("/etc/hostname")]
    [InlineData("c:/secret.txt")]
    [InlineData("link.txt")]
    [InlineData("linked/secret.txt")]
    [InlineData("")]
    public void Files_elsewhere_are_out_of_reach(string path)
    {
        using var folder = new TemporaryFolder();
        folder.Write("secret.txt", "secret");
        folder.Write("recipe/inside/a.txt", "a");
        File.CreateSymbolicLink(System.IO.Path.Combine(folder.Path, "recipe", "link.txt"), System.IO.Path.Combine(folder.Path, "secret.txt"));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder.Path, "recipe", "linked"), folder.Path);
        var inside = new RecipeFolder(System.IO.Path.Combine(folder.Path, "recipe"));

        Assert.Equal(RecipeErrors.FileOutsideRecipe, Assert.Throws<RecipeException>(() => inside.ReadBytes(path)).TextKey);
    }

    [Theory]
    [InlineData("[env:SHOP]")]
    [InlineData("[appsettings:Smtp:Host]")]
    [InlineData("[js: configuration('Smtp:Host')]")]
    [InlineData("[file: text('a')]")]
    public void What_the_scope_does_not_give_is_refused(string text)
    {
        var expressions = new RecipeExpressions([], new RecipeScope { Clock = new FixedClock(Now) });

        Assert.Equal(RecipeErrors.NotAllowedHere, Refusal(expressions, text));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("[1, 2]")]
    [InlineData("[locale:en]")]
    [InlineData("[js: unfinished")]
    [InlineData(" [js: 1]")]
    [InlineData("[]")]
    [InlineData("")]
    public void Other_texts_stay_as_they_are(string text)
    {
        Assert.Equal(text, (string?)Expressions().Evaluate(text));
        Assert.False(RecipeExpressions.IsExpression(text));
    }

    [Fact]
    public void Results_are_not_evaluated_again()
    {
        var expressions = Expressions(scope => scope with { Parameters = new Dictionary<string, JsonNode?> { ["SiteName"] = "[env:SHOP]" } });

        Assert.Equal("[env:SHOP]", (string?)expressions.Evaluate("[js: parameters('SiteName')]"));
        Assert.Equal("[js: 1]", (string?)expressions.Evaluate("[js: '[js: 1]']"));
    }

    [Fact]
    public void Expressions_are_evaluated_at_any_depth_and_the_step_stays_untouched()
    {
        var step = Step("""{ "name": "x", "a": [ { "b": "[js: 1 + 1]", "c": 12345678901234567890.5, "d": null } ] }""");
        var before = step.Body.ToJsonString();

        var body = Expressions().Evaluate(step);

        Assert.Equal("""{"name":"x","a":[{"b":2,"c":12345678901234567890.5,"d":null}]}""", body.ToJsonString());
        Assert.Equal(before, step.Body.ToJsonString());
    }

    [Fact]
    public void Variables_are_evaluated_once_and_may_use_each_other()
    {
        var expressions = Expressions(variables: """{ "id": "[js: uuid()]", "link": "[js: '/x/' + variables('ID')]", "list": ["[js: 1]", 2] }""");

        var id = (string?)expressions.Evaluate("[js: variables('id')]");
        Assert.Equal(id, (string?)expressions.Evaluate("[js: variables('id')]"));
        Assert.Equal("/x/" + id, (string?)expressions.Evaluate("[js: variables('link')]"));
        Assert.Equal("[1,2]", expressions.Evaluate("[js: variables('list')]")?.ToJsonString());
    }

    [Fact]
    public void A_value_taken_twice_is_two_copies()
    {
        var expressions = Expressions(variables: """{ "list": [1] }""");
        var step = Step("""{ "name": "x", "a": "[js: variables('list')]", "b": "[js: variables('list')]" }""");

        Assert.Equal("""{"name":"x","a":[1],"b":[1]}""", expressions.Evaluate(step).ToJsonString());
    }

    [Fact]
    public void Variables_in_a_circle_are_refused_with_the_circle()
    {
        var expressions = Expressions(variables: """{ "a": "[js: variables('b')]", "b": { "c": "[js: variables('A')]" } }""");

        var refusal = Assert.Throws<RecipeException>(() => expressions.Evaluate("[js: variables('a')]"));

        Assert.Equal(RecipeErrors.VariableCycle, refusal.TextKey);
        Assert.Equal("a > b > a", refusal.Args[0]);
    }

    [Fact]
    public void An_unknown_variable_is_refused() => Assert.Equal(RecipeErrors.UnknownVariable, Refusal(Expressions(), "[js: variables('absent')]"));

    [Fact]
    public void A_refusal_within_a_step_names_the_step()
    {
        var refusal = Assert.Throws<RecipeException>(() => Expressions().Evaluate(Step("""{ "name": "settings", "SiteName": "[js: oops]" }""")));

        Assert.Equal(1, refusal.StepNumber);
        Assert.Equal("settings", refusal.StepName);
        Assert.StartsWith("Step 1 (settings): ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", RecipeErrors.Script)]
    [InlineData("1 +", RecipeErrors.Script)]
    [InlineData("1 2", RecipeErrors.Script)]
    [InlineData("'open", RecipeErrors.Script)]
    [InlineData("(1", RecipeErrors.Script)]
    [InlineData("1x", RecipeErrors.Script)]
    [InlineData("#", RecipeErrors.Script)]
    [InlineData("/* open", RecipeErrors.Script)]
    [InlineData("'\\u{110000}'", RecipeErrors.Script)]
    [InlineData("null.x", RecipeErrors.Script)]
    [InlineData("'a'.fly()", RecipeErrors.Script)]
    [InlineData("const a = 1; a = 2", RecipeErrors.Script)]
    [InlineData("const a = 1; const a = 2", RecipeErrors.Script)]
    [InlineData("const a", RecipeErrors.Script)]
    [InlineData("1 = 2", RecipeErrors.Script)]
    [InlineData("new Date('x').toISOString()", RecipeErrors.Script)]
    [InlineData("base64('%')", RecipeErrors.Script)]
    [InlineData("gzip('AAAA')", RecipeErrors.Script)]
    [InlineData("uuid", null)]
    [InlineData("nothing", RecipeErrors.ScriptUnknownName)]
    [InlineData("a = 1", RecipeErrors.ScriptUnknownName)]
    [InlineData("x => 1", RecipeErrors.ScriptUnsupported)]
    [InlineData("for (;;) 1", RecipeErrors.ScriptUnsupported)]
    [InlineData("while (true) 1", RecipeErrors.ScriptUnsupported)]
    [InlineData("function f() {}", RecipeErrors.ScriptUnsupported)]
    [InlineData("new Array(9)", RecipeErrors.ScriptUnsupported)]
    [InlineData("'a'.replace(/a/, 'b')", RecipeErrors.ScriptUnsupported)]
    [InlineData("`a`", RecipeErrors.ScriptUnsupported)]
    [InlineData("let i = 1; i++", RecipeErrors.ScriptUnsupported)]
    public void What_a_script_may_not_say(string script, string? textKey)
    {
        if (textKey is null)
        {
            Assert.Null(Js(script));
            return;
        }
        Assert.Equal(textKey, Refusal(Expressions(), $"[js: {script}]"));
    }

    public static TheoryData<string, string> HostileScripts() => new()
    {
        { "nested parentheses", new string('(', 5000) + "1" + new string(')', 5000) },
        { "nested lists", new string('[', 5000) },
        { "a row of signs", new string('-', 1) + string.Concat(Enumerable.Repeat(" -", 5000)) + "1" },
        { "a row of negations", new string('!', 5000) + "1" },
        { "a long sum", "1" + string.Concat(Enumerable.Repeat("+1", 10_000)) },
        { "a long chain", "'a'" + string.Concat(Enumerable.Repeat(".trim()", 3000)) },
        { "nested conditions", string.Concat(Enumerable.Repeat("1?", 3000)) + "1" },
        { "nested constants", "let a = 1; " + string.Concat(Enumerable.Repeat("a=", 3000)) + "1" },
        { "too long", new string(' ', 40_000) + "1" },
        { "a text that doubles", "let a = 'xxxxxxxxxxxxxxxx'; " + string.Concat(Enumerable.Repeat("a = a + a; ", 60)) },
        { "a list that doubles", "let a = [1]; " + string.Concat(Enumerable.Repeat("a = [a, a]; ", 60)) + "return a" },
        { "a list that doubles, as text", "let a = [1]; " + string.Concat(Enumerable.Repeat("a = [a, a]; ", 60)) + "return a + ''" },
        { "a list within lists, as text", "let a = [1]; " + string.Concat(Enumerable.Repeat("a = [a]; ", 2500)) + "return a + ''" },
        { "a list within lists", "let a = [1]; " + string.Concat(Enumerable.Repeat("a = [a]; ", 2500)) + "return a" },
        { "a replacement that grows", "let a = 'x'.padEnd(1000, 'x'); a = a.replaceAll('x', a); a = a.replaceAll('x', a)" },
        { "a wide text", "'x'.padEnd(2000000000)" },
        { "a joined text", "let a = 'x'.padEnd(900000); [a, a, a].join('')" },
    };

    [Theory]
    [MemberData(nameof(HostileScripts))]
    public void A_hostile_script_is_stopped_soon(string what, string script)
    {
        var watch = Stopwatch.StartNew();

        var refusal = Assert.Throws<RecipeException>(() => Expressions().Evaluate($"[js: {script}]"));

        Assert.True(refusal.TextKey is RecipeErrors.ScriptTooDeep or RecipeErrors.ScriptTooLong or RecipeErrors.ScriptTooManySteps, what + ": " + refusal.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), what);
    }

    [Fact]
    public void Whatever_is_written_ends_in_a_value_or_a_refusal()
    {
        string[] words =
        [
            "a", "let a =", "const b =", "b", "return", "new Date", "(", ")", "[", "]", "{", "}", ",", ":", ";", "?", ".", "=", "+", "-", "*", "/", "%", "!", "&&", "<",
            "===", "1", "-1", "1e308", "1e999", "99999999999", "'x'", "''", "'2026-02-30'", "null", "undefined", "NaN", "Date", "Math", "JSON", "uuid", "base64", "html", "gzip",
            ".length", ".slice(", ".substring(", ".substr(", ".split('')", ".join(", ".padStart(", ".replaceAll(", ".concat(", ".setMonth(", ".setFullYear(", ".getDay()",
            ".toISOString()", ".toFixed(", ".getTimezoneOffset()", "Date.UTC(", "Math.max(", "JSON.stringify(", "decodeURIComponent('%E0%A4%A')", "encodeURI('\\ud800')", "String(", "\n",
        ];
        var random = new Random(20261120);
        var values = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var script = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                Expressions().Evaluate($"[js: {script}]")?.ToJsonString();
                values++;
            }
            catch (RecipeException)
            {
                // the refusal that is asked for; anything else fails the test
            }
        }
        Assert.True(values > 300, $"only {values} scripts had a value: the words no longer make sense");
    }

    [Theory]
    [InlineData("new Date(1e300).getDay()")]
    [InlineData("new Date(2026, 1e9, 1).getTime()")]
    [InlineData("const d = new Date(9999, 11, 31, 23); d.setHours(900); return d.getTime()")]
    [InlineData("new Date('0001-01-01').getDate() * NaN")]
    [InlineData("Math.floor('x')")]
    public void A_date_or_number_out_of_range_is_no_number(string script) => Assert.Null(Js(script));

    [Theory]
    [InlineData("2018-11-04T00:30", "2018-11-04T03:30:00.000Z")] // skipped by the last change to summer time in São Paulo
    [InlineData("2018-11-03T23:30", "2018-11-04T02:30:00.000Z")]
    [InlineData("2018-11-04T01:30", "2018-11-04T03:30:00.000Z")]
    public void An_hour_that_the_clocks_skip_is_read_as_before_the_change(string local, string utc) => Assert.Equal(utc, (string?)Js($"new Date('{local}').toISOString()"));

    [Fact]
    public void A_packed_text_that_grows_without_end_is_stopped() =>
        Assert.Equal(RecipeErrors.ScriptTooLong, Refusal(Expressions(), $"[js: gzip('{Gzip(new string('x', 5_000_000))}')]"));

    [Fact]
    public void A_long_chain_of_variables_is_stopped()
    {
        var variables = new JsonObject();
        for (var i = 0; i < 5000; i++)
        {
            variables[$"v{i}"] = $"[js: variables('v{i + 1}')]";
        }

        Assert.Equal(RecipeErrors.ScriptTooDeep, Refusal(new RecipeExpressions(variables, Scope()), "[js: variables('v0')]"));
    }

    [Fact]
    public void A_run_as_a_whole_is_bounded()
    {
        var expressions = Expressions(scope => scope with { Limits = new RecipeLimits { StepsPerRun = 1000 } });
        var list = new JsonArray([.. Enumerable.Range(0, 1000).Select(_ => (JsonNode)"[js: 1 + 1]")]);

        Assert.Equal(RecipeErrors.ScriptTooManySteps, Assert.Throws<RecipeException>(() => expressions.Evaluate(list)).TextKey);
    }

    private static string Refusal(RecipeExpressions expressions, string text) => Assert.Throws<RecipeException>(() => expressions.Evaluate(text)).TextKey;

    private static RecipeStep Step(string json)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        return new RecipeStep(1, RecipeJson.Require(body, "name"), body);
    }

    private static string Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }
        return Convert.ToBase64String(packed.ToArray());
    }

    private JsonNode? Js(string script) => Expressions().Evaluate($"[js: {script}]");

    private RecipeScope Scope() => new()
    {
        Clock = new FixedClock(Now),
        TimeZone = _saoPaulo,
        Parameters = new Dictionary<string, JsonNode?> { ["SiteName"] = "Padaria Central" },
        Environment = name => name == "SHOP" ? "centro" : null,
        Configuration = key => key == "Smtp:Host" ? "smtp.test" : null,
        Localize = key => key == "Welcome" ? "Bem-vindo" : key,
        Functions = new Dictionary<string, Func<IReadOnlyList<JsonNode?>, JsonNode?>> { ["getUrlPrefix"] = args => "/clinic" + (string?)args[0] },
    };

    private RecipeExpressions Expressions(Func<RecipeScope, RecipeScope>? change = null, string variables = "{}") =>
        new(JsonNode.Parse(variables)!.AsObject(), change is null ? Scope() : change(Scope()));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("clientsuite-recipes-").FullName;

        public void Write(string name, string text)
        {
            var file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
