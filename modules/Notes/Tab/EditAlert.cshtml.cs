using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

[RequirePermission(Permissions.Edit)]
internal sealed class EditAlertModel(ClientFrame client, NoteRecords records, NoteFiles files, IStringLocalizer texts) : EditPage<ClientAlert, AlertForm>(client, records, files, texts)
{
    [BindProperty]
    public override AlertForm Form { get; set; } = new();

    protected override string What => "alerts";

    protected override bool TakesFiles => false;

    protected override ClientAlert New(long clientId) => new() { ClientId = clientId };

    protected override AlertForm Read(ClientAlert record) => AlertForm.Of(record);
}
