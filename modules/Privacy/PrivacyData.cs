using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

internal static class PrivacyData
{
    /// <summary>Area of the storage in which exports wait to be fetched.</summary>
    public const string ExportArea = "personal-data";

    /// <summary>Area of the storage for the evidence of requests.</summary>
    public const string EvidenceArea = "privacy-evidence";

    extension(TenantDb db)
    {
        public DbSet<PersonalDataExport> PersonalDataExports => db.Set<PersonalDataExport>();

        public DbSet<Anonymization> Anonymizations => db.Set<Anonymization>();

        public DbSet<LegalHold> LegalHolds => db.Set<LegalHold>();

        /// <summary>Clients whose data must stay.</summary>
        public IQueryable<long> HeldClients => db.Set<LegalHold>().Where(h => h.EndedUtc == null).Select(h => h.ClientId);

        public DbSet<ConsentPurpose> Purposes => db.Set<ConsentPurpose>();

        public DbSet<ConsentText> ConsentTexts => db.Set<ConsentText>();

        public DbSet<Consent> Consents => db.Set<Consent>();

        public DbSet<DataRequest> DataRequests => db.Set<DataRequest>();

        public DbSet<AccessEntry> AccessEntries => db.Set<AccessEntry>();
    }

    public static void Configure(ModelBuilder model)
    {
        model.Row<PersonalDataExport>("Privacy_Export").HasClient(x => x.ClientId);
        model.Row<Anonymization>("Privacy_Anonymization").HasClient(x => x.ClientId, OnMerge.Leave);
        model.Row<LegalHold>("Privacy_Hold").HasClient(x => x.ClientId).Ignore(x => x.HistoryClientId);
        model.Record<ConsentPurpose>("Privacy_Purpose");
        model.Row<ConsentText>("Privacy_Text");
        model.Row<Consent>("Privacy_Consent").HasClient(x => x.ClientId).Ignore(x => x.HistoryClientId);
        // That somebody asked, and was answered in time, must be provable when the client is long erased.
        model.Record<DataRequest>("Privacy_Request").HasClient(x => x.ClientId, OnMerge.Move, OnErase.Forget).Ignore(x => x.HistoryClientId).Ignore(x => x.IsClosed);
        // The law wants to know who saw what, whatever became of the client.
        model.Row<AccessEntry>("Privacy_Access").HasClient(x => x.ClientId, OnMerge.Move, OnErase.Forget);
    }
}
