using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes;

/// <summary>Notes as lines: who, when, with which files.</summary>
internal sealed class NoteThreads(TenantDb db, NoteFiles files, CommentAudience audience, ICurrentUser user, TenantClock clock, IHttpContextAccessor http, IStringLocalizer texts)
{
    private const int PageSize = 50;

    private bool _hasClients;

    private string Prefix => http.HttpContext?.Request.PathBase.Value ?? "";

    /// <summary>Lines of some records, in their order; <paramref name="with"/> adds what the kind has.</summary>
    public async Task<IReadOnlyList<ThreadLine>> LinesAsync<T>(IReadOnlyList<T> records, Func<T, ThreadLine, ThreadLine> with, CancellationToken cancel) where T : ContentItem
    {
        _hasClients = await audience.HasClientsAsync(cancel);
        var owners = records.Select(r => r.OwnerId).OfType<long>().Distinct().ToList();
        var names = await db.Set<User>().Where(u => owners.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.FullName == "" ? u.UserName ?? "" : u.FullName, cancel);
        var attached = await files.OfAsync([.. records.Select(r => r.Id)], Prefix, cancel);
        return [.. records.Select(r => with(r, new(r.Id, r.OwnerId is { } owner ? names.GetValueOrDefault(owner, "") : texts["notes.system"].Value, clock.DayAndTime(r.CreatedUtc)) { Files = [.. attached[r.Id]] }))];
    }

    /// <summary>A comment's line.</summary>
    public ThreadLine Of(Comment comment, ThreadLine line)
    {
        List<CellTag> tags = comment.Priority == Priority.Normal ? [] : [Tag(comment.Priority)];
        if (comment.RecordType.Length == 0)
        {
            tags.Add(comment.IsPrivate ? new("", texts["notes.private"].Value, "lock")
                : _hasClients ? new("info", texts["notes.shared"].Value, "eye")
                : new("", texts["notes.open"].Value, "lock-open"));
        }

        if (comment.IsHighlighted)
        {
            tags.Add(new("warn", texts["notes.highlighted"].Value, "star"));
        }

        return line with { Text = comment.Text, Tags = tags };
    }

    public CellTag Tag(Priority priority) => new(Marks.Of(priority), texts["notes.field.priority." + priority.ToString().ToLowerInvariant()].Value);

    /// <summary>The comments of a record, newest first, ready to draw.</summary>
    /// <param name="owner">What they are about.</param>
    /// <param name="form">What the form holds.</param>
    /// <param name="edited">The comment that the form changes; null where it adds one.</param>
    /// <param name="removed">Files that the form takes off it.</param>
    /// <param name="before">Comment after which to go on; null for the newest.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<CommentThread> ReadAsync(NoteOwner owner, CommentForm form, long? edited, IReadOnlyCollection<long> removed, long? before, CancellationToken cancel)
    {
        var all = owner.Of(db.Comments.AsNoTracking());
        var comments = await all.Where(c => before == null || c.Id < before).OrderByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(cancel);
        var href = Prefix + owner.ThreadPath;
        var hasMore = comments.Count > PageSize;
        if (hasMore)
        {
            comments.RemoveAt(PageSize);
        }

        var isShared = edited is { } changed && await db.SharedComments.AnyAsync(c => c.Id == changed, cancel);
        return new CommentThread(href, await LinesAsync(comments, Of, cancel), user.Has(Permissions.Edit), form, edited)
        {
            Total = before is null && !hasMore ? comments.Count : await all.CountAsync(cancel),
            MoreHref = hasMore ? FormattableString.Invariant($"{href}&before={comments[^1].Id}") : null,
            Readers = !isShared ? "notes.readers.team" : _hasClients ? "notes.readers.clients" : "notes.readers.nobodyElse",
            FileFields = new(edited is { } number ? (await files.OfAsync([number], Prefix, cancel))[number] : [], removed) { Hint = "notes.field.files.hint.comment" },
        };
    }
}

/// <summary>A note, comment or alert as a line.</summary>
internal sealed record ThreadLine(long Id, string Who, string At)
{
    public string Text { get; init; } = "";

    public string? Icon { get; init; }

    public IReadOnlyList<CellTag> Tags { get; init; } = [];

    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<ThreadAct> Acts { get; init; } = [];

    public IReadOnlyList<AttachmentRow> Files { get; init; } = [];
}

/// <summary>A switch of a line.</summary>
internal sealed record ThreadAct(string Id, string Icon, string Text);

/// <summary>What <c>_Thread</c> draws.</summary>
/// <param name="Href">Where the thread answers.</param>
/// <param name="Lines">The comments.</param>
/// <param name="CanEdit">True draws the form.</param>
/// <param name="Form">What the form holds.</param>
/// <param name="Edited">The comment that the form changes; null where it adds one.</param>
internal sealed record CommentThread(string Href, IReadOnlyList<ThreadLine> Lines, bool CanEdit, CommentForm Form, long? Edited)
{
    /// <summary>How many there are, older ones too.</summary>
    public int Total { get; init; }

    /// <summary>Where older ones are; null at the end.</summary>
    public string? MoreHref { get; init; }

    /// <summary>Text key of who reads what the form holds.</summary>
    public string Readers { get; init; } = "notes.readers.team";

    public FileFields FileFields { get; init; } = new([], []);

    /// <summary>True where what was typed into this form before stays: the thread is drawn again for another reason than its save.</summary>
    public bool KeepsTyped { get; init; } = true;
}

/// <summary>The comments on a record's page.</summary>
internal sealed class CommentPart(NoteOwners owners, NoteThreads threads) : IRecordPart
{
    public int Order => 10;

    public string? Permission => Permissions.View;

    public async Task<RecordPart?> GetAsync(string recordType, long id, CancellationToken cancel) =>
        await owners.FindAsync(recordType, id, cancel) is { } owner ? new RecordPart("/Areas/Notes/Pages/Comments/_Thread.cshtml", await threads.ReadAsync(owner, new(), null, [], null, cancel)) : null;
}
