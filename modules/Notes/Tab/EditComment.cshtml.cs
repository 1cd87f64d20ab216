using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

[RequirePermission(Permissions.Edit)]
internal sealed class EditCommentModel(ClientFrame client, NoteRecords records, NoteFiles files, CommentAudience audience, IStringLocalizer texts) : EditPage<Comment, CommentForm>(client, records, files, texts)
{
    [BindProperty]
    public override CommentForm Form { get; set; } = new();

    /// <summary>Text key of who reads it, private or not.</summary>
    public string ReadersHint { get; private set; } = "";

    protected override string FilesHint => "notes.field.files.hint.comment";

    protected override string What => "comments";

    protected override Comment New(long clientId) => new() { ClientId = clientId };

    protected override async Task PrepareAsync(CancellationToken cancel) => ReadersHint = await audience.HasClientsAsync(cancel) ? "notes.field.isPrivate.hint.clients" : "notes.field.isPrivate.hint.team";

    protected override CommentForm Read(Comment record) => CommentForm.Of(record);
}
