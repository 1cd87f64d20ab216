using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

internal static class FilesData
{
    /// <summary>Area of the storage.</summary>
    public const string Area = "documents";

    extension(TenantDb db)
    {
        public DbSet<Document> Documents => db.Set<Document>();

        public DbSet<DocumentVersion> DocumentVersions => db.Set<DocumentVersion>();

        /// <summary>In use or in the trash.</summary>
        public IQueryable<Document> AllDocuments => db.Set<Document>().IgnoreQueryFilters([TenantDb.TrashFilter]);

        public IQueryable<Document> TrashedDocuments => db.AllDocuments.Where(d => d.DeletedUtc != null);
    }

    public static void Configure(ModelBuilder model)
    {
        model.Record<Document>("Files_Document").HasClient(x => x.ClientId).Ignore(x => x.HistoryClientId);
        model.Row<DocumentVersion>("Files_Version").Ignore(x => x.Bytes);
    }
}
