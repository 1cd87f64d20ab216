using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email.Contracts;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientEmails;

/// <summary>The recipe step <c>sampleData</c>, e-mails' part: <c>"emails": [{ "client", "subject", "text", "state", "error", "hoursAgo" }]</c>; clients by
/// their trade names. None of them is ever sent. Does nothing unless sample data is wanted.</summary>
internal sealed class SampleEmails(TenantDb db, IClientDirectory clients, IEmailArchive archive, TenantClock clock) : IRecipeStepHandler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Name => "sampleData";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        var samples = step.WithSampleData ? step.Body["emails"] as JsonArray ?? [] : [];
        foreach (var mail in samples.Select(item => item.Deserialize<Sample>(Json)).OfType<Sample>().OrderByDescending(m => m.HoursAgo)) // lists show the newest number first
        {
            if (await clients.Names(db).Where(c => c.Name == mail.Client && c.Email != "").OrderBy(c => c.Id).FirstOrDefaultAsync(cancel) is { } client)
            {
                archive.Add(new ArchivedEmail(client.Id, client.Email, mail.Subject, mail.Text, mail.State, mail.Error, clock.UtcNow.AddHours(-mail.HoursAgo)));
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    private sealed record Sample(string Client, string Subject, string Text, string State, string? Error, int HoursAgo);
}
