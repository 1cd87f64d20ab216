using System.Globalization;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>The record itself, its photo, and what stands about it in files that people made of the list.</summary>
internal sealed class ClientPrivacy(TenantDb db, ClientPhotos photos, IFileStorage storage, ClientTraces traces, TenantClock clock) : IPrivacyParticipant, IAnonymizationObstacle
{
    public string Section => "client";

    public int Order => 900;

    public IReadOnlyList<string> Tables => ["Clients_Client", "Clients_Duplicate", "Clients_Merge"];

    public async Task<IReadOnlyList<string>> AddressesAsync(IReadOnlyList<long> clientIds, CancellationToken cancel) =>
        [.. (await Clients(clientIds).AsNoTracking().Select(c => c.Emails).ToListAsync(cancel)).SelectMany(e => new TextList(e).All).Select(e => e.ToLowerInvariant())];

    /// <summary>An import or a bulk action under way would write again what is being removed.</summary>
    public async Task<AnonymizationObstacle?> FindAsync(DataSubject subject, CancellationToken cancel)
    {
        var open = await db.Set<Operation>().AsNoTracking().Where(o => ClientTraces.Kinds.Contains(o.Kind)
            && (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused)).OrderBy(o => o.Id).FirstOrDefaultAsync(cancel);
        return open is null ? null : new("clients.anonymize.running", [open.Title], "/admin/operations/" + open.PublicId);
    }

    public async Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var clients = await Clients(subject.ClientIds).AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancel);
        await data.WriteAsync("records", clients.Select(c => Row(c, data)).ToAsyncEnumerable(), cancel);
        var ids = subject.ClientIds;
        await data.WriteAsync("merges", db.Merges.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.KeptId)).OrderBy(m => m.Id).Select(m => new PersonalMerge(m.KeptId, m.MergedId, m.AtUtc, m.UndoneUtc)).AsAsyncEnumerable(), cancel);
    }

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var clients = await Clients(ids).ToListAsync(cancel);
        foreach (var client in clients.Where(c => c.AnonymizedUtc is null))
        {
            await traces.RemoveAsync(client, cancel); // by what the record still says
        }

        var shown = clients.Select(c => c.PhotoKey).Where(k => k.Length > 0).ToList();
        foreach (var client in clients)
        {
            db.Raise(client, client.Anonymize(subject.AnonymousName, clock.UtcNow));
        }

        db.RemoveRange(await db.Duplicates.Where(d => EF.Parameter(ids).Contains(d.OneId) || EF.Parameter(ids).Contains(d.OtherId)).ToListAsync(cancel));
        foreach (var merge in await db.Merges.Where(m => EF.Parameter(ids).Contains(m.KeptId) || EF.Parameter(ids).Contains(m.MergedId)).ToListAsync(cancel))
        {
            merge.Anonymize(subject.AnonymousName);
        }

        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        foreach (var key in shown)
        {
            await storage.DeleteAsync(ClientPhotos.Area, key, cancel); // killed before: the nightly cleaning does it
        }
    }

    private IQueryable<Client> Clients(IReadOnlyList<long> ids) => db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => EF.Parameter(ids).Contains(c.Id));

    private PersonalClient Row(Client c, IPersonalData data) => new()
    {
        Id = c.Id,
        PublicId = c.ContentItemId,
        PersonKind = ClientFields.JsonName(c.PersonKind),
        TradeName = c.TradeName,
        LegalName = c.LegalName,
        TaxId = c.TaxId,
        Emails = new TextList(c.Emails).All,
        Phones = new TextList(c.Phones).All,
        PostalCode = c.PostalCode,
        Street = c.Street,
        Number = c.Number,
        Complement = c.Complement,
        District = c.District,
        City = c.City,
        State = c.State,
        Country = c.Country,
        BirthDate = c.BirthDate,
        Origin = c.Origin,
        Center = c.Center,
        Blocked = c.Blocked,
        BlockedReason = c.BlockedReason,
        Fields = JsonNode.Parse(c.Fields)?.AsObject() ?? [],
        Photo = c.PhotoKey.Length == 0 ? null : data.AddFile("client", string.Create(CultureInfo.InvariantCulture, $"photo-{c.Id}"), cancel => photos.OpenAsync(c.PhotoKey, cancel)),
        CreatedUtc = c.CreatedUtc,
        ModifiedUtc = c.ModifiedUtc,
        LastLoginUtc = c.LastLoginUtc,
        DeletedUtc = c.DeletedUtc,
        AnonymizedUtc = c.AnonymizedUtc,
    };
}

/// <summary>A client as its export shows it.</summary>
internal sealed record PersonalClient
{
    public required long Id { get; init; }
    public required string PublicId { get; init; }
    public required string PersonKind { get; init; }
    public required string TradeName { get; init; }
    public required string LegalName { get; init; }
    public required string TaxId { get; init; }
    public required IReadOnlyList<string> Emails { get; init; }
    public required IReadOnlyList<string> Phones { get; init; }
    public required string PostalCode { get; init; }
    public required string Street { get; init; }
    public required string Number { get; init; }
    public required string Complement { get; init; }
    public required string District { get; init; }
    public required string City { get; init; }
    public required string State { get; init; }
    public required string Country { get; init; }
    public required DateOnly? BirthDate { get; init; }
    public required string Origin { get; init; }
    public required string Center { get; init; }
    public required bool Blocked { get; init; }
    public required string BlockedReason { get; init; }

    /// <summary>What the tenant added, by storage key.</summary>
    public required JsonObject Fields { get; init; }

    /// <summary>Path in the export; null for none.</summary>
    public required string? Photo { get; init; }

    public required DateTime CreatedUtc { get; init; }
    public required DateTime ModifiedUtc { get; init; }
    public required DateTime? LastLoginUtc { get; init; }
    public required DateTime? DeletedUtc { get; init; }
    public required DateTime? AnonymizedUtc { get; init; }
}

/// <summary>A merge into the client.</summary>
internal sealed record PersonalMerge(long KeptId, long MergedId, DateTime AtUtc, DateTime? UndoneUtc);
