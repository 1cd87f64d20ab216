using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>The recipe step <c>sampleData</c>, groups' part: <c>groups</c> is an array of what the API takes, a static group's with the
/// names of its <c>clients</c>. Does nothing unless sample data is wanted.</summary>
internal sealed class SampleGroups(TenantDb db, IClientDirectory clients, TenantClock clock) : IRecipeStepHandler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public string Name => "sampleData";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        foreach (var item in step.WithSampleData ? step.Body["groups"] as JsonArray ?? [] : [])
        {
            if (item.Deserialize<GroupForm>(Json) is not { } form)
            {
                continue;
            }

            var group = form.Kind == GroupKind.Rule ? ClientGroup.OfRule(form.Rule ?? "") : ClientGroup.OfClients();
            group.Describe(form.CleanName, form.CleanClassification, form.Color);
            db.Add(group);
            List<string> names = [.. (item?["clients"] as JsonArray ?? []).Select(n => n?.GetValue<string>() ?? "")];
            foreach (var id in await clients.Names(db).Where(c => names.Contains(c.Name)).Select(c => c.Id).ToListAsync(cancel))
            {
                db.Add(new GroupMember { GroupId = group.Id, ClientId = id, AddedUtc = clock.UtcNow });
            }
        }
    }
}
