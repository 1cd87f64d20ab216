using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;

namespace ClientSuite.Clients;

/// <summary>The recipe step <c>sampleData</c>, clients' part: <c>{ "name": "sampleData", "file": "samples/x.clients.json" }</c> or
/// <c>{ "name": "sampleData", "clients": [] }</c>, as the API writes a client. Does nothing unless sample data is wanted.</summary>
internal sealed class SampleClients(TenantDb db, TenantClock clock) : IRecipeStepHandler
{
    public string Name => "sampleData";

    public async Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (!step.WithSampleData)
        {
            return;
        }

        var number = 0;
        foreach (var client in await ReadAsync(step, cancel))
        {
            number++;
            if (!client.TryRead(new ClientDetails { Country = "BR" }, clock.Today, out _, out var problems))
            {
                step.Faults.Add(new RuleBrokenException("clients.sample.invalid", number, problems[0].Field));
            }
        }
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (!step.WithSampleData)
        {
            return;
        }

        foreach (var body in await ReadAsync(step, cancel))
        {
            if (!body.TryRead(new ClientDetails { Country = "BR" }, clock.Today, out var details, out _))
            {
                continue;
            }

            var client = db.AddClient(details);
            client.SetFields(body.Fields);
            client.CreatedUtc = body.CreatedUtc ?? default;
        }
    }

    private static async Task<IReadOnlyList<ClientBody>> ReadAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (step.Body["clients"] is JsonArray inline)
        {
            using var document = JsonDocument.Parse(inline.ToJsonString());
            return Bodies(document.RootElement);
        }

        if (step.Body["file"]?.GetValue<string>() is not { Length: > 0 } file || step.Folder is null || !file.EndsWith(".clients.json", StringComparison.Ordinal))
        {
            return [];
        }

        var path = Path.GetFullPath(Path.Combine(step.Folder, file));
        if (!path.StartsWith(Path.GetFullPath(step.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
        {
            step.Faults.Add(new RuleBrokenException("clients.sample.noFile", file));
            return [];
        }

        await using var stream = File.OpenRead(path);
        using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancel);
        return Bodies(json.RootElement);
    }

    private static List<ClientBody> Bodies(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object).Select(ClientBody.Of)] : [];
}
