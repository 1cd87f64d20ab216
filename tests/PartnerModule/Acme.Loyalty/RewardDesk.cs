using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;

namespace Acme.Loyalty;

/// <summary>Rewards that clients order with their points: each order is confirmed and billed by mail, the balance that is left is told by another, and
/// what becomes of the reward stands in the client's logs.</summary>
internal sealed class RewardDesk(TenantDb db, IClientDirectory clients, IEmailComposer composer, IEmailQueue mails, IHistory history)
{
    public const string RecordType = "AcmeLoyalty.Reward";

    private const string Reward = "Caneca";

    public static IReadOnlyList<EmailTemplate> Templates { get; } =
        [.. new[] { "order", "invoice", "balance" }.Select(n => new EmailTemplate("loyalty.mail." + n, new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Ana Souza", ["reward"] = Reward }))];

    public async Task<bool> OrderAsync(long clientId, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is not { Email.Length: > 0 } client)
        {
            return false;
        }

        foreach (var template in Templates)
        {
            var draft = await composer.ComposeAsync(template.Name, "pt-BR", client.Email, new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = client.Name, ["reward"] = Reward }, cancel);
            mails.Enqueue(draft with { ToName = client.Name, ClientId = clientId });
        }

        return await ChangeAsync(clientId, "activated", cancel);
    }

    public async Task<bool> ChangeAsync(long clientId, string act, CancellationToken cancel)
    {
        if (act is not ("activated" or "suspended" or "cancelled"))
        {
            return false;
        }

        await history.AddAsync(act, RecordType, null, Reward, clientId, cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
