using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

internal static class ClientsData
{
    extension(TenantDb db)
    {
        public DbSet<Client> Clients => db.Set<Client>();

        /// <summary>The clients in the trash.</summary>
        public IQueryable<Client> TrashedClients => db.Set<Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => c.DeletedUtc != null);

        public DbSet<ClientDuplicate> Duplicates => db.Set<ClientDuplicate>();

        public DbSet<ClientMerge> Merges => db.Set<ClientMerge>();

        /// <summary>Adds a client with its event to the next save.</summary>
        public Client AddClient(ClientDetails details, string? publicId = null)
        {
            var client = Client.Create(details);
            db.Clients.Add(client);
            client.ContentItemId = publicId ?? Values.PublicId.New(TimeProvider.System);
            db.Raise(client, new ClientCreated(client.Id, client.ContentItemId, client.TradeName));
            return client;
        }

        /// <summary>Applies details with the events of what they change.</summary>
        public void ChangeClient(Client client, ClientDetails details)
        {
            var before = client.Details;
            client.Apply(details);
            var changed = ClientFields.Changed(before, client.Details);
            if (changed.Count == 0)
            {
                return;
            }

            db.Raise(client, new ClientChanged(client.Id, client.ContentItemId, changed));
            if (before.Blocked != client.Blocked)
            {
                db.Raise(client, client.Blocked
                    ? new ClientBlocked(client.Id, client.ContentItemId, client.BlockedReason)
                    : new ClientUnblocked(client.Id, client.ContentItemId));
            }
        }

        /// <summary>Raises what a method of the record answered; null is nothing.</summary>
        public void Raise(Client client, IEvent? happened)
        {
            if (happened is not null)
            {
                db.Raise(happened, client.EventKey);
            }

            if (happened is ClientBlocked or ClientUnblocked) // bulk runs raise these past here, and what nobody handles is not stored
            {
                db.Raise(new BlockToTell(client.Id, client.Blocked, client.BlockedReason), client.EventKey);
            }
        }
    }

    public static void Configure(ModelBuilder model)
    {
        var client = model.Record<Client>("Clients_Client");
        client.Ignore(x => x.Details);
        client.Ignore(x => x.IsCompany);
        client.Ignore(x => x.EventKey);
        client.Ignore(x => x.HistoryClientId);
        model.Row<ClientDuplicate>("Clients_Duplicate").HasClient(d => d.OneId, OnMerge.Leave).HasClient(d => d.OtherId, OnMerge.Leave);
        var merge = model.Row<ClientMerge>("Clients_Merge").HasClient(m => m.KeptId, OnMerge.Leave).HasClient(m => m.MergedId, OnMerge.Leave);
        foreach (var json in new[] { nameof(ClientMerge.Before), nameof(ClientMerge.After), nameof(ClientMerge.Moved), nameof(ClientMerge.Kept) })
        {
            merge.Property<string>(json).IsJson(model);
        }

        merge.Ignore(m => m.BeforeValues).Ignore(m => m.AfterValues).Ignore(m => m.MovedRows).Ignore(m => m.KeptValues);
    }
}
