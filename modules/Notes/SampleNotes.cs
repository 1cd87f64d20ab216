using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>The recipe step <c>sampleData</c>, notes' part: <c>notes</c>, <c>comments</c> and <c>alerts</c> are arrays of what the API
/// takes, each with the <c>client</c>'s name. Does nothing unless sample data is wanted.</summary>
internal sealed class SampleNotes(TenantDb db, IClientDirectory clients, TenantClock clock) : IRecipeStepHandler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public string Name => "sampleData";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (step.WithSampleData)
        {
            await AddAsync<InternalNote, NoteForm>(step.Body["notes"], id => new InternalNote { ClientId = id }, cancel);
            await AddAsync<Comment, CommentForm>(step.Body["comments"], id => new Comment { ClientId = id }, cancel);
            await AddAsync<ClientAlert, AlertForm>(step.Body["alerts"], id => new ClientAlert { ClientId = id }, cancel);
        }
    }

    private async Task AddAsync<TRecord, TForm>(JsonNode? items, Func<long, TRecord> create, CancellationToken cancel) where TRecord : ContentItem where TForm : INoteForm<TRecord>
    {
        foreach (var item in items as JsonArray ?? [])
        {
            var name = item?["client"]?.GetValue<string>();
            var id = await clients.Names(db).Where(c => c.Name == name).Select(c => c.Id).FirstOrDefaultAsync(cancel);
            if (id != 0 && item.Deserialize<TForm>(Json) is { } form)
            {
                var record = create(id);
                form.Apply(record, clock);
                db.Add(record);
            }
        }
    }
}
