using System.Text;
using System.Text.Json.Nodes;
using ClientSuite.Recipes;
using Xunit;

namespace ClientSuite.Tests.Unit.Recipes;

public sealed class RecipeReaderTests
{
    [Fact]
    public void Comments_and_trailing_commas_are_read_over()
    {
        var recipe = RecipeReader.Read(
            """
            // a comment before
            {
              "name": "Sample", /* in
              between */
              "variables": { /* nothing yet */ },
              "steps": [
                // the first step
                { "name": "feature", "enable": [ "Clients", /* later: */ ], }, // after
              ],
              // after the last member
            }
            """, "sample.recipe.json");

        Assert.Equal("Sample", recipe.Name);
        var step = Assert.Single(recipe.Steps);
        Assert.Equal(["Clients"], RecipeJson.GetStrings(step.Body, "Enable"));
    }

    [Fact]
    public void Names_compare_without_case()
    {
        var recipe = RecipeReader.Read(
            """{ "NAME": "a", "DisplayName": "A", "IsSetupRecipe": true, "TAGS": ["x"], "Steps": [ { "Name": "Feature" } ] }""", "a");

        Assert.True(recipe.IsSetupRecipe);
        Assert.Equal("A", recipe.DisplayName);
        Assert.Equal(["x"], recipe.Tags);
        Assert.True(recipe.Steps[0].Is("feature"));
    }

    [Fact]
    public void The_exact_spelling_wins_over_another()
    {
        var json = JsonNode.Parse("""{ "Data": 1, "data": 2 }""")!.AsObject();

        Assert.Equal("2", RecipeJson.GetString(json, "data"));
        Assert.Equal("1", RecipeJson.GetString(json, "Data"));
    }

    [Fact]
    public void A_byte_order_mark_is_read_over_in_a_stream_and_in_a_text()
    {
        const string Json = """{ "name": "café" }""";
        using var stream = new MemoryStream([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Json)]);

        Assert.Equal("café", RecipeReader.Read(stream, "a").Name);
        Assert.Equal("café", RecipeReader.Read("\uFEFF" + Json, "a").Name);
    }

    [Fact]
    public void Unknown_members_are_kept()
    {
        var recipe = RecipeReader.Read("""{ "name": "a", "exportUtc": "2026-01-01", "steps": [ { "name": "x", "later": { "y": [1] } } ] }""", "a");

        Assert.Equal("2026-01-01", RecipeJson.GetString(recipe.Json, "exportUtc"));
        Assert.Equal("""{"name":"x","later":{"y":[1]}}""", recipe.Steps[0].Body.ToJsonString());
    }

    [Fact]
    public void What_is_left_out_is_empty()
    {
        var recipe = RecipeReader.Read("""{ "name": "a" }""", "a");

        Assert.Equal("a", recipe.DisplayName);
        Assert.False(recipe.IsSetupRecipe);
        Assert.Empty(recipe.Steps);
        Assert.Empty(recipe.Variables);
    }

    [Fact]
    public void A_step_without_a_name_is_refused_with_its_number()
    {
        var refusal = Assert.Throws<RecipeException>(() => RecipeReader.Read("""{ "name": "a", "steps": [ { "name": "x" }, { "enable": [] } ] }""", "a"));

        Assert.Equal(2, refusal.StepNumber);
        Assert.Equal(RecipeErrors.MissingMember, refusal.TextKey);
    }

    [Theory]
    [InlineData("""{ "name": "a", "steps": [ 1 ] }""", RecipeErrors.StepNotAnObject)]
    [InlineData("""{ "name": "a", "steps": {} }""", RecipeErrors.NotList)]
    [InlineData("""{ "name": "a", "isSetupRecipe": "maybe" }""", RecipeErrors.NotTrueOrFalse)]
    [InlineData("""{ "name": " " }""", RecipeErrors.MissingMember)]
    [InlineData("""{ "name": "a", "name": "b" }""", RecipeErrors.InvalidJson)]
    [InlineData("""{ "name": "a" """, RecipeErrors.InvalidJson)]
    [InlineData("", RecipeErrors.InvalidJson)]
    [InlineData("[]", RecipeErrors.NotAnObject)]
    public void What_cannot_be_read_is_refused(string json, string textKey) =>
        Assert.Equal(textKey, Assert.Throws<RecipeException>(() => RecipeReader.Read(json, "a")).TextKey);

    [Fact(DisplayName = "issue 2 §8: a recipe says its texts in other languages; a member of another shape is passed over")]
    public void Texts_in_other_languages()
    {
        var recipe = RecipeReader.Read("""{ "name": "a", "displayName": "Clínica", "Texts": { "en": { "Clínica": "Clinic", "Recepção": 7 }, "es": "nada" } }""", "a");
        Assert.Equal("Clinic", recipe.TextIn("en", "Clínica"));
        Assert.Null(recipe.TextIn("en", "Recepção"));
        Assert.Null(recipe.TextIn("en", "Outra coisa"));
        Assert.Null(recipe.TextIn("es", "Clínica"));
        Assert.Null(recipe.TextIn("pt-BR", "Clínica"));
        Assert.Null(RecipeReader.Read("""{ "name": "a", "texts": [1] }""", "a").TextIn("en", "a"));
        Assert.True(recipe.Json.ContainsKey("Texts"));
    }

    [Fact]
    public void A_syntax_error_names_the_file_and_the_line()
    {
        var refusal = Assert.Throws<RecipeException>(() => RecipeReader.Read("{\n  \"name\": oops\n}", "bad.recipe.json"));

        Assert.Contains("bad.recipe.json", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2L, refusal.Args[1]);
    }

    [Fact]
    public void Json_nested_without_end_is_refused()
    {
        var json = """{ "name": "a", "variables": { "x": """ + new string('[', 100_000) + new string(']', 100_000) + "} }";

        Assert.Equal(RecipeErrors.InvalidJson, Assert.Throws<RecipeException>(() => RecipeReader.Read(json, "a")).TextKey);
    }

    [Fact]
    public void Every_refusal_has_its_sentence()
    {
        var keys = typeof(RecipeErrors).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(keys.Order(), RecipeErrors.English.Keys.Order());
    }

    [Theory]
    [InlineData("Media")]
    [InlineData("lucene-index")]
    [InlineData("DEPLOYMENT")]
    [InlineData("WorkflowType")]
    [InlineData("AdminMenu")]
    [InlineData("templates")]
    public void Steps_that_only_Orchard_Core_has_are_known(string name) => Assert.Contains(name, OrchardRecipeSteps.Skippable);

    [Theory]
    [InlineData("feature")]
    [InlineData("ContentDefinition")]
    [InlineData("content")]
    [InlineData("theme")]
    [InlineData("sampleData")]
    [InlineData("clinets")]
    public void Our_own_and_unknown_steps_are_not_skipped(string name) => Assert.DoesNotContain(name, OrchardRecipeSteps.Skippable);
}
