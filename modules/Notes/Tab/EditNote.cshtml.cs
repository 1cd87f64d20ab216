using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

[RequirePermission(Permissions.Edit)]
internal sealed class EditNoteModel(ClientFrame client, NoteRecords records, NoteFiles files, IStringLocalizer texts) : EditPage<InternalNote, NoteForm>(client, records, files, texts)
{
    [BindProperty]
    public override NoteForm Form { get; set; } = new();

    protected override string What => "notes";

    protected override InternalNote New(long clientId) => new() { ClientId = clientId };

    protected override NoteForm Read(InternalNote record) => NoteForm.Of(record);
}
