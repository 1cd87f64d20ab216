using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;

namespace ClientSuite.Files;

/// <summary>Links that open one document for whoever holds them, until a time. A document in the trash has none.</summary>
internal sealed class DocumentLinks(TemporaryLinks links, TenantDb db, TenantClock clock, IHistory history)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string Purpose = "Files.Link";

    /// <summary>Path of a link, below the tenant; the client's history says that it was made.</summary>
    public async Task<(string Path, DateTime UntilUtc)> MakeAsync(Document document, TimeSpan life, CancellationToken cancel)
    {
        var until = clock.UtcNow + life;
        var entry = await history.AddAsync("shared", Document.RecordType, document.Id, document.Name, document.ClientId, cancel);
        history.AddLine(entry, "sharedUntil", null, clock.DayAndTime(until));
        await db.SaveChangesAsync(cancel);
        return ("/api/documents/links/" + links.Make(Purpose, document.ContentItemId, until), until);
    }

    /// <summary>Public id of the document that a token opens; null for none, or none any more.</summary>
    public string? Read(string token) => links.Read(Purpose, token);
}
