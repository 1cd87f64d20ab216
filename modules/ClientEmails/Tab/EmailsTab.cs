using ClientSuite.Clients.Contracts;
using ClientSuite.Email.Contracts;

namespace ClientSuite.ClientEmails;

internal sealed class EmailsTab(IEmailHistory emails) : IClientTab
{
    public const string View = "ViewEmails";
    public const string Send = "SendEmails";

    public string Id => "emails";

    public string Title => "clientemails.title";

    public int Order => 70;

    public string? Permission => View;

    public IQueryable<long> Counted(long clientId) => emails.IdsOfClient(clientId);
}
