using ClientSuite.Clients.Contracts;
using ClientSuite.Data;

namespace ClientSuite.Notes;

internal sealed class NotesTab(TenantDb db) : IClientTab
{
    public string Id => "notes";

    public string Title => "notes.title";

    public int Order => 65;

    public string? Permission => Permissions.View;

    public IQueryable<long> Counted(long clientId) => db.Notes.Where(n => n.ClientId == clientId).Select(n => n.Id);
}
