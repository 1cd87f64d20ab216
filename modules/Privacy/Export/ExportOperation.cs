using System.IO.Compression;
using System.Security.Cryptography;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Operations;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Which export is to be made.</summary>
internal sealed record ExportArguments(long ExportId);

/// <summary>Makes the file of an export. A run that goes on begins its file anew. The file is no result of the operation: whoever manages jobs
/// may not fetch it for that.</summary>
internal sealed class ExportOperation(TenantDb db, DataSubjects subjects, IClientDirectory clients, IEnumerable<IPrivacyParticipant> participants, ITenantFiles files, IFileStorage storage,
    ISettings<SiteSettings> site, IHistory history, IAccessLog access, TenantClock clock) : IOperationHandler
{
    public const string OperationKind = "privacy.export";
    public const string HistoryKind = "dataExported";

    public string Kind => OperationKind;

    public string Permission => Permissions.Export;

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var id = operation.ArgumentsAs<ExportArguments>().ExportId;
        var export = await db.PersonalDataExports.FirstOrDefaultAsync(e => e.Id == id, cancel);
        if (export is not { ReadyUtc: null })
        {
            return;
        }

        var subject = await subjects.OfAsync(export.ClientId, cancel);
        var client = await clients.FindAsync(export.ClientId, cancel) ?? throw new RuleBrokenException("privacy.client.gone");
        var sections = DataSubjects.InOrder(participants);
        operation.Total = sections.Count;
        operation.Processed = 0;
        await db.SaveChangesAsync(cancel);
        var path = files.PathFor(PrivacyData.ExportArea, operation.PublicId + ".zip");
        try
        {
            if (!await WriteAsync(path, export, subject, sections, run, cancel))
            {
                return;
            }

            string hash;
            await using (var written = File.OpenRead(path))
            {
                hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancel));
            }

            await using var draft = new FileDraft(PublicId.New(TimeProvider.System), path, new FileInfo(path).Length, hash, FileTypes.Zip);
            await storage.SaveAsync(PrivacyData.ExportArea, draft, cancel);
            export.Finish(draft.Key, draft.SizeBytes, draft.Sha256, clock.UtcNow);
            var entry = await history.AddAsync(HistoryKind, PrivacyRecords.Export, export.Id, client.Name, export.ClientId, cancel);
            history.AddLine(entry, "withInternalNotes", null, export.WithInternalNotes ? "true" : "false");
            await db.SaveChangesAsync(cancel);
            access.Note(export.ClientId, AccessKind.Export, "export");
        }
        finally
        {
            File.Delete(path);
        }
    }

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => throw new RuleBrokenException("operations.cantUndo");

    private async Task<bool> WriteAsync(string path, PersonalDataExport export, DataSubject subject, IReadOnlyList<IPrivacyParticipant> sections, IOperationRun run, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: true);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        var archive = new PersonalArchive(zip, export.WithInternalNotes);
        var head = new ExportHead(export.ClientId, (await site.GetAsync(cancel)).SiteName, clock.UtcNow, export.WithInternalNotes);
        var begun = 0;
        return await archive.WriteDataAsync(head, sections, subject, async () =>
            {
                run.Operation.Processed = begun++;
                await db.SaveChangesAsync(cancel);
                return await run.ContinueAsync(cancel);
            }, cancel)
            && await archive.WriteFilesAsync(() => run.ContinueAsync(cancel), cancel)
            && await EndAsync(run.Operation, cancel);
    }

    private async Task<bool> EndAsync(Operation operation, CancellationToken cancel)
    {
        operation.Processed = operation.Total;
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
