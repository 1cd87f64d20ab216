using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Recipes;

namespace ClientSuite.Files;

/// <summary>The recipe step <c>sampleData</c>, documents' part: <c>{ "name": "sampleData", "file": "samples/documents/x.documents.json" }</c>, a list of
/// <see cref="SampleDocument"/>. Does nothing unless sample data is wanted.</summary>
internal sealed class SampleDocuments(IClientDirectory clients, DocumentIntake intake) : IRecipeStepHandler
{
    public string Name => "sampleData";

    public async Task ValidateAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var (sample, path) in await ReadAsync(step, cancel))
        {
            if (!File.Exists(path))
            {
                step.Faults.Add(new RuleBrokenException("files.error.sample", sample.File));
            }
        }
    }

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var (sample, path) in await ReadAsync(step, cancel))
        {
            if (await clients.FindByTaxIdAsync(sample.TaxId, cancel) is not [var client, ..])
            {
                continue;
            }

            await using var content = File.OpenRead(path);
            await intake.AddAsync(client.Id, sample.Name, DocumentPlace.Read(sample.Folder, sample.Category), content, content.Length, cancel);
        }
    }

    private static async Task<IReadOnlyList<(SampleDocument Sample, string Path)>> ReadAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (!step.WithSampleData || step.Folder is null || step.Body["file"]?.GetValue<string>() is not { } file || !file.EndsWith(".documents.json", StringComparison.Ordinal))
        {
            return [];
        }

        var list = Inside(step.Folder, file);
        if (list is null || !File.Exists(list))
        {
            step.Faults.Add(new RuleBrokenException("files.error.sample", file));
            return [];
        }

        await using var stream = File.OpenRead(list);
        var samples = await JsonSerializer.DeserializeAsync<SampleDocument[]>(stream, JsonSerializerOptions.Web, cancel) ?? [];
        return [.. samples.Select(s => (s, Inside(Path.GetDirectoryName(list)!, s.File) ?? ""))]; // the list lies in a folder
    }

    /// <summary>The full path, or null where it leads out of the folder.</summary>
    private static string? Inside(string folder, string path)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path));
        return full.StartsWith(root, StringComparison.Ordinal) ? full : null;
    }
}

/// <summary>A document of a sample client.</summary>
/// <param name="TaxId">The client's CPF or CNPJ.</param>
/// <param name="Name">The document's name.</param>
/// <param name="File">File beside the list.</param>
/// <param name="Folder">Folder, or null.</param>
/// <param name="Category">Category, or null.</param>
internal sealed record SampleDocument(string TaxId, string Name, string File, string? Folder, string? Category);
