using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Content items of type <c>Client</c> from recipes: the members of the API, checked as the API does, over the client with the item's id.</summary>
internal sealed class ClientContent(TenantDb db, TenantClock clock, SameDocument documents) : IContentImporter
{
    public string ContentType => "Client";

    public async Task<IReadOnlyList<ContentFault>> ValidateAsync(JsonObject item, CancellationToken cancel)
    {
        var client = await FindAsync(item, cancel);
        if (client is { IsDeleted: true })
        {
            return [new ContentFault("contentItemId", "recipes.contentItemInTrash", client.TradeName)];
        }

        if (client is { AnonymizedUtc: not null })
        {
            return [new ContentFault("contentItemId", "recipes.contentItemAnonymized", client.TradeName)];
        }

        if (!Body(item).TryRead(Start(client), clock.Today, out var details, out var problems))
        {
            return [.. problems.Select(p => new ContentFault(p.Field, p.Key, p.Args))];
        }

        return await HolderAsync(details, client, cancel) is { } other ? [new ContentFault("taxId", "clients.error.sameDocument", other.Name, other.Id)] : [];
    }

    public async Task ImportAsync(JsonObject item, CancellationToken cancel)
    {
        var client = await FindAsync(item, cancel);
        var body = Body(item);
        if (!body.TryRead(Start(client), clock.Today, out var details, out var problems))
        {
            throw new RuleBrokenException(problems[0].Key, problems[0].Args);
        }

        if (await HolderAsync(details, client, cancel) is { } other)
        {
            throw new RuleBrokenException("clients.error.sameDocument", other.Name, other.Id);
        }

        if (client is null)
        {
            client = db.AddClient(details, Text(item, "ContentItemId"));
            client.SetFields(body.Fields);
            client.CreatedUtc = body.CreatedUtc ?? default;
        }
        else
        {
            db.ChangeClient(client, details);
            client.SetFields(ClientBody.Merge(client.Fields, body.Fields));
        }

        await db.SaveChangesAsync(cancel); // the next item may be the same client, or have its document
    }

    private static ClientDetails Start(Client? client) => client?.Details ?? new ClientDetails { Country = "BR" };

    /// <summary>The item as the API would be sent it, but that names compare without case; Orchard Core's <c>DisplayText</c> is the name where it has no other.</summary>
    private static ClientBody Body(JsonObject item)
    {
        var json = item.DeepClone().AsObject();
        if (!json.Any(m => m.Key.Equals("tradeName", StringComparison.OrdinalIgnoreCase)) && Text(item, "DisplayText") is { } name)
        {
            json["tradeName"] = name;
        }

        return ClientBody.Of(JsonSerializer.SerializeToElement(json), StringComparer.OrdinalIgnoreCase);
    }

    private static string? Text(JsonObject item, string name) =>
        item.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private async Task<Client?> FindAsync(JsonObject item, CancellationToken cancel) => Text(item, "ContentItemId") is { } id
        ? await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).FirstOrDefaultAsync(c => c.ContentItemId == id, cancel)
        : null;

    private async Task<DocumentHolder?> HolderAsync(ClientDetails details, Client? client, CancellationToken cancel) =>
        (await documents.HoldersAsync([details.TaxId], cancel)).Take(details.TaxId, client?.Id ?? 0, details.TradeName);
}
