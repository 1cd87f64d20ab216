using System.Globalization;
using System.Runtime.CompilerServices;
using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>The documents of a client, every version of each, those in the trash too.</summary>
internal sealed class DocumentsPrivacy(TenantDb db, IFileStorage storage) : IPrivacyParticipant
{
    private const int Batch = 100;

    public string Section => "documents";

    public IReadOnlyList<string> Tables => ["Files_Document"];

    public Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel) => data.WriteAsync("documents", RowsAsync(subject, data, cancel), cancel);

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        while (await Of(subject).OrderBy(d => d.Id).Take(Batch).ToListAsync(cancel) is { Count: > 0 } batch)
        {
            var ids = batch.ConvertAll(d => d.Id);
            var keys = await db.DocumentVersions.Where(v => EF.Parameter(ids).Contains(v.DocumentId)).Select(v => v.StorageKey).Distinct().ToListAsync(cancel);
            db.RemoveRange(batch); // the database takes their versions along
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            foreach (var key in keys)
            {
                await storage.DeleteAsync(FilesData.Area, key, cancel); // killed before: the nightly cleaning does it
            }
        }
    }

    private async IAsyncEnumerable<PersonalDocument> RowsAsync(DataSubject subject, IPersonalData data, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var last = 0L; ;)
        {
            var from = last;
            var batch = await Of(subject).AsNoTracking().Where(d => d.Id > from).OrderBy(d => d.Id).Take(Batch).ToListAsync(cancel);
            var ids = batch.ConvertAll(d => d.Id);
            var versions = (await db.DocumentVersions.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.DocumentId)).OrderBy(v => v.Number).ToListAsync(cancel)).ToLookup(v => v.DocumentId);
            foreach (var document in batch)
            {
                yield return new PersonalDocument(document.Id, document.Name, document.Folder, document.Category, document.CreatedUtc, document.DeletedUtc,
                    [.. versions[document.Id].Select(v => new PersonalVersion(v.Number, v.CreatedUtc, v.SizeBytes, v.ContentType, v.Sha256, Add(document, v, data)))]);
            }

            if (batch.Count < Batch)
            {
                yield break;
            }

            last = batch[^1].Id;
        }
    }

    private string Add(Document document, DocumentVersion version, IPersonalData data) =>
        data.AddFile("documents/" + document.Folder, version.Number == document.Number ? document.Name : Numbered(document.Name, version.Number), cancel => storage.OpenAsync(FilesData.Area, version.StorageKey, cancel));

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)} (v{number}){Path.GetExtension(name)}");

    private IQueryable<Document> Of(DataSubject subject)
    {
        var ids = subject.ClientIds;
        return db.AllDocuments.Where(d => EF.Parameter(ids).Contains(d.ClientId));
    }
}

internal sealed record PersonalDocument(long Id, string Name, string Folder, string Category, DateTime CreatedUtc, DateTime? DeletedUtc, IReadOnlyList<PersonalVersion> Versions);

internal sealed record PersonalVersion(int Number, DateTime CreatedUtc, long SizeBytes, string ContentType, string Sha256, string Path);
