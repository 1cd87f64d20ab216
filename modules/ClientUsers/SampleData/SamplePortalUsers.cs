using System.Text.Json.Nodes;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;

namespace ClientSuite.ClientUsers;

/// <summary>The recipe step <c>sampleData</c>, portal's part: <c>{ "name": "sampleData", "portalUsers": [{ "taxId", "name", "email", "password" }] }</c>.
/// Its users have given the code of the first sign-in. Does nothing unless sample data is wanted.</summary>
internal sealed class SamplePortalUsers(TenantDb db, AddUser add, IClientDirectory clients, TenantClock clock) : IRecipeStepHandler
{
    public string Name => "sampleData";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (!step.WithSampleData || step.Body["portalUsers"] is not JsonArray users)
        {
            return;
        }

        foreach (var user in users.OfType<JsonObject>())
        {
            var taxId = Text(user, "taxId");
            var client = await clients.FindByTaxIdAsync(taxId, cancel) is [var first, ..] ? first : throw new RuleBrokenException("clientusers.sample.noClient", taxId);
            // Somebody with several accounts has one password: the first line that names him gives it.
            var account = await add.JoinAsync(client.Id, Text(user, "name"), Text(user, "email"), Text(user, "password") is { Length: > 0 } password ? password : null, cancel);
            account.Verify(clock.UtcNow);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static string Text(JsonObject user, string name) => user[name]?.GetValue<string>() ?? "";
}
