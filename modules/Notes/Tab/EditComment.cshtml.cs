using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

[RequirePermission(Permissions.Edit)]
internal sealed class EditCommentModel(ClientFrame client, NoteRecords records, NoteFiles files, IStringLocalizer texts) : EditPage<Comment, CommentForm>(client, records, files, texts)
{
    [BindProperty]
    public override CommentForm Form { get; set; } = new();

    protected override string What => "comments";

    protected override Comment New(long clientId) => new() { ClientId = clientId };

    protected override CommentForm Read(Comment record) => CommentForm.Of(record);
}
