using ClientSuite.Clients.Contracts;
using ClientSuite.Data;

namespace ClientSuite.Files;

internal sealed class DocumentsTab(TenantDb db) : IClientTab
{
    public string Id => "documents";

    public string Title => "files.title";

    public int Order => 82;

    public string? Permission => Permissions.View;

    public IQueryable<long> Counted(long clientId) => db.Documents.Where(d => d.ClientId == clientId).Select(d => d.Id);
}
