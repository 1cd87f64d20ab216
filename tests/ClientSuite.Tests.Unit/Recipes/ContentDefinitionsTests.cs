using System.Text.Json.Nodes;
using ClientSuite.Recipes;
using Xunit;

namespace ClientSuite.Tests.Unit.Recipes;

public sealed class ContentDefinitionsTests
{
    private const string Sample =
        """
        {
          "name": "ContentDefinition",
          "ContentTypes": [ {
            "Name": "Client", "DisplayName": "Cliente", "Vendor": [ 1, { "x": null } ],
            "Settings": { "ContentTypeSettings": { "Creatable": true, "Securable": true, "Stereotype": null }, "FullTextSettings": { "Boost": 1.50 } },
            "ContentTypePartDefinitionRecords": [
              { "PartName": "Client", "Name": "Client", "Settings": { "ContentTypePartSettings": { "Position": "1.5" } } },
              { "PartName": "BagPart", "Name": "Contacts", "Settings": {} } ] } ],
          "ContentParts": [ {
            "Name": "Client", "Settings": { "ContentPartSettings": { "Attachable": false } },
            "ContentPartFieldDefinitionRecords": [
              { "FieldName": "TextField", "Name": "HealthPlan", "Settings": {
                "ContentPartFieldSettings": { "DisplayName": "Convênio", "Editor": "PredefinedList", "Position": "0" },
                "TextFieldSettings": { "Required": true, "Hint": "Como na carteirinha" }, "LaterSettings": { "Kept": [ true ] } } } ] } ],
          "Unknown": { "kept": "yes" }
        }
        """;

    [Fact]
    public void What_was_read_is_given_back_member_for_member()
    {
        var json = Json(Sample);

        Assert.Equal(json.ToJsonString(), ContentDefinitions.Read(json).ToJson().ToJsonString());
    }

    [Fact]
    public void Types_parts_and_fields_are_readable()
    {
        var definitions = ContentDefinitions.Read(Json(Sample));

        var type = definitions.FindType("client")!;
        Assert.Equal("Cliente", type.DisplayName);
        Assert.True(type.Creatable);
        Assert.True(type.Securable);
        Assert.False(type.Draftable);
        Assert.Equal("", type.Stereotype);
        Assert.Equal(["Client", "Contacts"], type.Parts.Select(part => part.Name));
        Assert.Equal("BagPart", type.Parts[1].PartName);
        Assert.Equal("1.5", type.Parts[0].Position);

        var field = definitions.FindPart("Client")!.Fields.Single();
        Assert.Equal("TextField", field.FieldName);
        Assert.Equal("Convênio", field.DisplayName);
        Assert.Equal("PredefinedList", field.Editor);
        Assert.True(field.Required);
        Assert.Equal("Como na carteirinha", field.Hint);
    }

    [Theory]
    [InlineData("""{ "Draftable": "True", "Position": "2" }""")]
    [InlineData("""{ "ContentTypeSettings.Draftable": "True" }""")]
    [InlineData("""{ "contenttypesettings": { "draftable": true } }""")]
    public void Settings_of_older_recipes_are_understood(string settings)
    {
        var type = new ContentTypeDefinition(Json($$"""{ "Name": "A", "Settings": {{settings}} }"""));

        Assert.True(type.Draftable);
        Assert.False(type.Listable);
    }

    [Fact]
    public void Merging_changes_what_the_step_says_and_keeps_the_rest()
    {
        var definitions = ContentDefinitions.Read(Json(Sample));

        definitions.Merge(ContentDefinitions.Read(Json(
            """
            { "ContentTypes": [
                { "Name": "CLIENT", "Settings": { "contentTypeSettings": { "Creatable": false } },
                  "ContentTypePartDefinitionRecords": [ { "PartName": "BagPart", "Name": "Places" }, { "Name": "contacts", "Settings": { "BagPartSettings": { "Max": 3 } } } ] },
                { "Name": "Unit" } ],
              "ContentParts": [ { "Name": "Client", "ContentPartFieldDefinitionRecords": [
                { "FieldName": "TextField", "Name": "HealthPlan", "Settings": { "LaterSettings": { "Kept": [ false, 1 ] } } },
                { "FieldName": "TextField", "Name": "Allergies" } ] } ] }
            """)));

        Assert.Equal(["Client", "Unit"], definitions.ContentTypes.Select(type => type.Name));
        var type = definitions.FindType("Client")!;
        Assert.Equal("Cliente", type.DisplayName);
        Assert.False(type.Creatable);
        Assert.True(type.Securable);
        Assert.Equal(["Client", "Contacts", "Places"], type.Parts.Select(part => part.Name));
        Assert.Equal("""{"BagPartSettings":{"Max":3}}""", type.Parts[1].Settings.ToJsonString());
        var fields = definitions.FindPart("Client")!.Fields;
        Assert.Equal(["HealthPlan", "Allergies"], fields.Select(field => field.Name));
        Assert.True(fields[0].Required);
        Assert.Equal("""{"Kept":[false,1]}""", RecipeJson.GetObject(fields[0].Settings, "LaterSettings")!.ToJsonString());
    }

    [Fact]
    public void Merging_the_same_step_twice_changes_nothing()
    {
        var step = ContentDefinitions.Read(Json(Sample));
        var definitions = new ContentDefinitions();
        definitions.Merge(step);
        var once = definitions.ToJson().ToJsonString();

        definitions.Merge(step);

        Assert.Equal(once, definitions.ToJson().ToJsonString());
    }

    [Fact]
    public void Merging_leaves_the_step_untouched()
    {
        var step = ContentDefinitions.Read(Json(Sample));
        var before = step.ToJson().ToJsonString();
        var definitions = new ContentDefinitions();
        definitions.Merge(step);

        definitions.Delete(Json("""{ "ContentTypes": [ "Client" ] }"""));
        definitions.Merge(ContentDefinitions.Read(Json("""{ "ContentParts": [ { "Name": "Client", "Settings": { "New": {} } } ] }""")));

        Assert.Equal(before, step.ToJson().ToJsonString());
    }

    [Fact]
    public void Replacing_leaves_only_what_the_step_says()
    {
        var definitions = ContentDefinitions.Read(Json(Sample));

        definitions.Replace(ContentDefinitions.Read(Json("""{ "ContentTypes": [ { "Name": "client", "DisplayName": "Paciente" } ] }""")));

        Assert.Empty(definitions.FindType("Client")!.Parts);
        Assert.Single(definitions.FindPart("Client")!.Fields);
    }

    [Fact]
    public void Deleting_takes_names_and_ignores_unknown_ones()
    {
        var definitions = ContentDefinitions.Read(Json(Sample));

        definitions.Delete(Json("""{ "contenttypes": [ "CLIENT", "Nothing" ], "ContentParts": [] }"""));

        Assert.Empty(definitions.ContentTypes);
        Assert.Single(definitions.ContentParts);
    }

    [Theory]
    [InlineData("""{ "ContentTypes": {} }""")]
    [InlineData("""{ "ContentTypes": [ "Client" ] }""")]
    [InlineData("""{ "ContentTypes": [ { "DisplayName": "x" } ] }""")]
    [InlineData("""{ "ContentTypes": [ { "Name": "x", "Settings": [] } ] }""")]
    [InlineData("""{ "ContentParts": [ { "Name": "x", "ContentPartFieldDefinitionRecords": [ { "Name": "y" } ] } ] }""")]
    public void A_wrong_shape_is_refused(string json) => Assert.Throws<RecipeException>(() => ContentDefinitions.Read(Json(json)));

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
