using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClientSuite.Recipes;
using Xunit;

namespace ClientSuite.Tests.Unit.Recipes;

/// <summary>Every recipe that we ship, found by looking into recipes/.</summary>
public sealed partial class RecipeFilesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../recipes"));

    private static readonly string[] Permissions =
    [
        "AccessAdmin", "ViewClients", "EditClients", "DeleteClients", "PurgeClients", "BlockClients", "MergeClients", "ViewClientUsers", "EditClientUsers", "SetPortalPasswords", "LoginAsClientUsers", "ViewDocuments", "EditDocuments", "DeleteDocuments", "ShareDocuments", "ViewNotes", "EditNotes", "ViewPrivacy", "ManagePrivacy", "ExportPersonalData", "AnonymizeClients", "ViewClientGroups", "AssignClientGroups", "ManageClientGroups", "ImportClients", "ExportClients", "ViewEmails", "SendEmails", "SendEmailsToManyClients", "ManageEmailTemplates", "ViewHistory",
        "ManageUsers", "ManageRoles", "ManageFeatures", "ManageRecipes", "ManageSettings", "ManageJobs", "ManageTenants", "ManageApiTokens",
    ];

    /// <summary>First two digits of the CEP and the DDDs of each state that the samples use.</summary>
    private static readonly Dictionary<string, (int First, int Last, string[] Ddds)> States = new()
    {
        ["SP"] = (1, 19, ["11", "12", "13", "14", "15", "16", "17", "18", "19"]),
        ["RJ"] = (20, 28, ["21", "22", "24"]),
        ["ES"] = (29, 29, ["27", "28"]),
        ["MG"] = (30, 39, ["31", "32", "33", "34", "35", "37", "38"]),
        ["BA"] = (40, 48, ["71", "73", "74", "75", "77"]),
        ["PE"] = (50, 56, ["81", "87"]),
        ["CE"] = (60, 63, ["85", "88"]),
        ["PA"] = (66, 68, ["91", "93", "94"]),
        ["AM"] = (69, 69, ["92", "97"]),
        ["DF"] = (70, 73, ["61"]),
        ["GO"] = (72, 76, ["61", "62", "64"]),
        ["PR"] = (80, 87, ["41", "42", "43", "44", "45", "46"]),
        ["SC"] = (88, 89, ["47", "48", "49"]),
        ["RS"] = (90, 99, ["51", "53", "54", "55"]),
    };

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.recipe.json").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Businesses() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "samples"), "*.clients.json").Select(file => Path.GetFileName(file))];

    [Fact]
    public void The_five_setup_recipes_are_there() =>
        Assert.Superset(new HashSet<string>(["agency", "clinic", "default", "hosting", "real-estate"]), Files().Select(file => Read(file.Data).Name).ToHashSet());

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_recipe_reads_and_evaluates(string file)
    {
        var recipe = Read(file);
        var expressions = new RecipeExpressions(recipe, new RecipeScope
        {
            Clock = TimeProvider.System,
            Folder = new RecipeFolder(Folder),
            Parameters = new Dictionary<string, JsonNode?> { ["SiteName"] = "Minha Empresa" },
        });

        Assert.True(recipe.IsSetupRecipe);
        Assert.Equal(file, recipe.Name + ".recipe.json");
        Assert.NotEqual(recipe.Name, recipe.DisplayName);
        Assert.NotEmpty(recipe.Description);
        var steps = recipe.Steps.Select(step => (step.Name, Body: expressions.Evaluate(step))).ToList();
        Assert.DoesNotContain(steps, step => OrchardRecipeSteps.Skippable.Contains(step.Name));
        var settings = steps.Single(step => step.Name == "settings").Body;
        Assert.Equal("Minha Empresa", RecipeJson.GetString(settings, "SiteName"));
        Assert.Equal("America/Sao_Paulo", RecipeJson.GetString(settings, "TimeZoneId"));
        Assert.Equal("pt-BR", RecipeJson.GetString(settings, "Culture"));
        foreach (var definition in steps.Where(step => step.Name == "ContentDefinition"))
        {
            Assert.NotEmpty(ContentDefinitions.Read(definition.Body).FindPart("Client")!.Fields);
        }
    }

    [Theory(DisplayName = "issue 2 §8: a recipe, its roles and its fields are called something in each language")]
    [MemberData(nameof(Files))]
    public void Texts_in_each_language(string file)
    {
        var recipe = Read(file);
        var roles = recipe.Steps.Where(s => s.Is("Roles")).SelectMany(s => RecipeJson.GetObjects(s.Body, "Roles")).ToList();
        var fields = recipe.Steps.Where(s => s.Is("ContentDefinition")).SelectMany(s => ContentDefinitions.Read(s.Body).ContentParts).SelectMany(p => p.Fields).Select(f => f.DisplayName);
        string[] said = [recipe.DisplayName, recipe.Description, .. roles.Select(r => RecipeJson.Require(r, "Name")), .. roles.Select(r => RecipeJson.Require(r, "Description")), .. fields];
        foreach (var culture in new[] { "en", "es" })
        {
            Assert.Empty(said.Where(t => recipe.TextIn(culture, t) is null).Select(t => $"{culture}: {t}"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Roles_have_known_permissions_and_only_the_operator_manages_tenants(string file)
    {
        var recipe = Read(file);
        var roles = RecipeJson.GetObjects(recipe.Steps.Single(step => step.Is("Roles")).Body, "Roles");

        Assert.True(roles.Count >= 3);
        foreach (var role in roles)
        {
            var permissions = RecipeJson.GetStrings(role, "Permissions");
            Assert.Empty(permissions.Except(Permissions));
            Assert.Contains("AccessAdmin", permissions);
            Assert.True(recipe.Name == "default" || !permissions.Contains("ManageTenants"));
        }
    }

    [Theory]
    [MemberData(nameof(Businesses))]
    public void A_business_recipe_names_its_samples_and_declares_their_fields(string file)
    {
        var recipe = Read(file.Replace(".clients.json", ".recipe.json", StringComparison.Ordinal));
        var sample = recipe.Steps.First(step => step.Is("sampleData"));
        var fields = ContentDefinitions.Read(recipe.Steps.Single(step => step.Is("ContentDefinition")).Body).FindPart("Client")!.Fields.ToDictionary(field => field.Name);

        Assert.Equal("samples/" + file, RecipeJson.GetString(sample.Body, "file"));
        foreach (var (name, value) in Clients(file).SelectMany(client => RecipeJson.GetObject(client, "fields") ?? []))
        {
            var options = RecipeJson.GetObject(fields[name].Settings, "TextFieldPredefinedListEditorSettings") is { } list
                ? RecipeJson.GetObjects(list, "Options").Select(option => RecipeJson.GetString(option, "value")).ToList()
                : null;
            Assert.True(options is null || options.Contains((string?)value), $"{name}: {value}");
        }
    }

    [Theory]
    [MemberData(nameof(Businesses))]
    public void Sample_clients_are_valid(string file)
    {
        var clients = Clients(file);

        Assert.InRange(clients.Count, 60, 120);
        Assert.Equal(clients.Count, clients.Select(client => Text(client, "taxId")).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(clients, client => Text(client, "taxId").Any(char.IsAsciiLetter));
        Assert.Contains(clients, client => RecipeJson.GetBool(client, "blocked") is true);
        Assert.All(clients, AssertValid);
    }

    [Theory]
    [MemberData(nameof(Businesses))]
    public void Every_business_knows_Joao_Padaria(string file)
    {
        var client = Assert.Single(Clients(file), client => Text(client, "tradeName") == "João Padaria");

        Assert.Equal("52998224725", Text(client, "taxId"));
        Assert.Equal("Contagem", Text(RecipeJson.GetObject(client, "address")!, "city"));
        Assert.Equal("MG", Text(RecipeJson.GetObject(client, "address")!, "state"));
    }

    private static void AssertValid(JsonObject client)
    {
        string[] members = ["personKind", "tradeName", "legalName", "taxId", "email", "phone", "phones", "address", "birthDate", "origin", "center", "blocked", "createdUtc", "fields"];
        Assert.Empty(client.Select(member => member.Key).Except(members));
        var isNatural = Text(client, "personKind") == "natural";
        Assert.True(isNatural ? IsCpf(Text(client, "taxId")) : Text(client, "personKind") == "legal" && IsCnpj(Text(client, "taxId")), client.ToJsonString());
        Assert.Equal(isNatural, client.ContainsKey("birthDate"));
        Assert.Equal(!isNatural, client.ContainsKey("legalName"));

        var address = RecipeJson.GetObject(client, "address")!;
        var (first, last, ddds) = States[Text(address, "state")];
        Assert.Matches("^[0-9]{8}$", Text(address, "postalCode"));
        Assert.InRange(int.Parse(Text(address, "postalCode")[..2], CultureInfo.InvariantCulture), first, last);
        Assert.Equal("BR", Text(address, "country"));
        foreach (var phone in RecipeJson.GetStrings(client, "phones").Append(Text(client, "phone")))
        {
            Assert.Matches(Phone(), phone);
            Assert.Contains(phone[3..5], ddds);
        }
        // RFC 2606: no such address can ever receive a letter.
        Assert.True(RecipeJson.GetString(client, "email") is not { } email || email.EndsWith(".example", StringComparison.Ordinal));
        var created = DateTimeOffset.Parse(Text(client, "createdUtc"), CultureInfo.InvariantCulture);
        Assert.InRange(created, new DateTimeOffset(2023, 11, 20, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
    }

    private static bool IsCpf(string text)
    {
        if (text.Length != 11 || !text.All(char.IsAsciiDigit) || text.Distinct().Count() == 1)
        {
            return false;
        }
        return Digit(text[..9], i => 10 - i) == text[9] - '0' && Digit(text[..10], i => 11 - i) == text[10] - '0';
    }

    // IN RFB 2.229/2024: letters count as their ASCII code less 48.
    private static bool IsCnpj(string text) =>
        CnpjShape().IsMatch(text) && text.Any(c => c != '0')
        && Digit(text[..12], i => i < 4 ? 5 - i : 13 - i) == text[12] - '0' && Digit(text[..13], i => i < 5 ? 6 - i : 14 - i) == text[13] - '0';

    private static int Digit(string text, Func<int, int> weight)
    {
        var rest = text.Select((c, i) => (c - '0') * weight(i)).Sum() % 11;
        return rest < 2 ? 0 : 11 - rest;
    }

    private static RecipeDocument Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Folder, file));
        return RecipeReader.Read(stream, file);
    }

    private static List<JsonObject> Clients(string file) => [.. new RecipeFolder(Folder).ReadJson("samples/" + file)!.AsArray().Select(client => client!.AsObject())];

    private static string Text(JsonObject json, string name) => RecipeJson.Require(json, name);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^[0-9A-Z]{12}[0-9]{2}$", RegexOptions.ExplicitCapture)]
    private static partial Regex CnpjShape();

    [GeneratedRegex(@"^\+55[1-9]{2}(9[6-9][0-9]{7}|[2-5][0-9]{7})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Phone();
}
