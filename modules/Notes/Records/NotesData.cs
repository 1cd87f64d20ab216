using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

internal static class NotesData
{
    extension(TenantDb db)
    {
        public DbSet<InternalNote> Notes => db.Set<InternalNote>();

        public DbSet<Comment> Comments => db.Set<Comment>();

        /// <summary>Comments about clients that are not private: those that clients read where the tenant shows them.</summary>
        public IQueryable<Comment> SharedComments => db.Set<Comment>().Where(c => !c.IsPrivate && c.RecordType == "");

        public DbSet<ClientAlert> Alerts => db.Set<ClientAlert>();

        public DbSet<Attachment> Attachments => db.Set<Attachment>();
    }

    public static void Configure(ModelBuilder model)
    {
        model.Record<InternalNote>("Notes_Note").HasClient(n => n.ClientId).Ignore(n => n.HistoryClientId).Ignore(n => n.Words);
        model.Record<Comment>("Notes_Comment").HasClient(c => c.ClientId).BelongsToAny(c => c.RecordId, c => c.RecordType).Ignore(c => c.HistoryClientId);
        model.Record<ClientAlert>("Notes_Alert").HasClient(a => a.ClientId).Ignore(a => a.HistoryClientId);
        model.Row<Attachment>("Notes_Attachment").HasClient(a => a.ClientId).RefersTo(a => a.RecordId, Comment.TypeName, OnMerge.Leave, OnErase.Delete).Ignore(a => a.HistoryClientId).Ignore(a => a.HistoryName);
    }
}
