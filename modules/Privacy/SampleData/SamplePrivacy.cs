using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>The recipe step <c>sampleData</c>, privacy's part: <c>"privacy": { "officer", "officerEmail", "purposes": [{ "name", "text", "isMarketing", "given": [client], "revoked": [client] }],
/// "requests": [{ "client", "type", "details", "daysAgo", "answer" }] }</c>; clients by their trade names. Does nothing unless sample data is wanted.</summary>
internal sealed class SamplePrivacy(TenantDb db, IClientDirectory clients, ISettings<PrivacySettings> settings, TenantClock clock) : IRecipeStepHandler
{
    private const int GivenDaysAgo = 40;
    private const int RevokedDaysAgo = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public string Name => "sampleData";

    public Task ValidateAsync(RecipeStepContext step, CancellationToken cancel) => Task.CompletedTask;

    public async Task ExecuteAsync(RecipeStepContext step, CancellationToken cancel)
    {
        if (!step.WithSampleData || step.Body["privacy"] is not JsonObject body || body.Deserialize<Sample>(Json) is not { } sample)
        {
            return;
        }

        var own = await settings.GetAsync(cancel);
        (own.DpoName, own.DpoEmail) = (sample.Officer, sample.OfficerEmail);
        await settings.SetAsync(own, cancel);
        foreach (var wanted in sample.Purposes)
        {
            var purpose = db.Add(new ConsentPurpose { IsMarketing = wanted.IsMarketing }).Entity;
            if (purpose.Describe(wanted.Name, wanted.Text, clock.UtcNow) is { } words)
            {
                db.Add(words);
            }

            foreach (var client in await FindAsync([.. wanted.Given, .. wanted.Revoked], cancel))
            {
                var consent = db.Add(Consent.Give(client.Id, purpose, ConsentChannel.InPerson, new ConsentSource(client.Name, null, null), clock.UtcNow.AddDays(-GivenDaysAgo))).Entity;
                if (wanted.Revoked.Contains(client.Name))
                {
                    consent.Revoke(ConsentChannel.Phone, client.Name, clock.UtcNow.AddDays(-RevokedDaysAgo));
                }
            }
        }

        foreach (var asked in sample.Requests)
        {
            foreach (var client in await FindAsync([asked.Client], cancel))
            {
                var request = db.Add(new DataRequest()).Entity;
                request.Describe(new RequestForm { Type = asked.Type, ClientId = client.Id, RequesterName = client.Name, RequesterContact = client.Email, Details = asked.Details, ReceivedOn = clock.Today.AddDays(-asked.DaysAgo) }, own.RequestDays);
                if (asked.Answer is { } answer)
                {
                    request.Close(isRefused: false, answer, clock.UtcNow);
                }
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    private Task<List<ClientName>> FindAsync(List<string> names, CancellationToken cancel) => clients.Names(db).Where(c => EF.Parameter(names).Contains(c.Name)).OrderBy(c => c.Id).ToListAsync(cancel);

    private sealed record Sample(string Officer, string OfficerEmail, IReadOnlyList<SamplePurpose> Purposes, IReadOnlyList<SampleRequest> Requests);

    private sealed record SamplePurpose(string Name, string Text, bool IsMarketing, IReadOnlyList<string> Given, IReadOnlyList<string> Revoked);

    private sealed record SampleRequest(string Client, RequestType Type, string Details, int DaysAgo, string? Answer);
}
