using ClientSuite.Data;
using ClientSuite.Files;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>What this module itself keeps about a client.</summary>
internal sealed class OwnPrivacy(TenantDb db, IFileStorage storage) : IPrivacyParticipant
{
    public string Section => "privacy";

    public int Order => 950;

    public IReadOnlyList<string> Tables => ["Privacy_Export", "Privacy_Anonymization", "Privacy_Hold", "Privacy_Consent", "Privacy_Request", "Privacy_Access"];

    public async Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var consents = from consent in db.Consents.AsNoTracking()
                       join text in db.ConsentTexts on new { consent.PurposeId, Version = consent.TextVersion } equals new { text.PurposeId, text.Version }
                       where EF.Parameter(ids).Contains(consent.ClientId)
                       orderby consent.Id
                       select new PersonalConsent(consent.Id, consent.PurposeName, consent.TextVersion, text.Text, consent.Channel, consent.GivenUtc, consent.GivenBy, consent.RemoteIp, consent.UserAgent,
                           consent.RevokedUtc, consent.RevokedChannel, consent.RevokedBy);
        await data.WriteAsync("consents", consents.AsAsyncEnumerable(), cancel);
        var requests = db.DataRequests.AsNoTracking().Where(r => r.ClientId != null && EF.Parameter(ids).Contains(r.ClientId.Value)).OrderBy(r => r.Id)
            .Select(r => new PersonalRequest(r.Id, r.Type, r.Status, r.ReceivedOn, r.DueOn, r.RequesterName, r.RequesterContact, r.Details, r.Answer, r.ClosedUtc));
        await data.WriteAsync("requests", requests.AsAsyncEnumerable(), cancel);
        await data.WriteAsync("exports", db.PersonalDataExports.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.ClientId)).OrderBy(e => e.Id)
            .Select(e => new PersonalExport(e.Id, e.CreatedUtc, e.ReadyUtc, e.ExpiresUtc, e.WithInternalNotes)).AsAsyncEnumerable(), cancel);
        // That and when it was seen, not by whom of the staff.
        var access = db.AccessEntries.AsNoTracking().Where(a => a.ClientId != null && EF.Parameter(ids).Contains(a.ClientId.Value)).GroupBy(a => a.Kind)
            .Select(g => new PersonalAccess(g.Key, g.Count(), g.Min(a => a.AtUtc), g.Max(a => a.AtUtc)));
        await data.WriteAsync("access", access.AsAsyncEnumerable(), cancel);
    }

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var exports = await db.PersonalDataExports.Where(e => EF.Parameter(ids).Contains(e.ClientId) && e.StorageKey != "").ToListAsync(cancel);
        var files = exports.ConvertAll(e => (PrivacyData.ExportArea, e.Forget()));
        (await db.Consents.Where(c => EF.Parameter(ids).Contains(c.ClientId)).ToListAsync(cancel)).ForEach(c => c.Anonymize());
        // An open one still has to be answered; it forgets when it is closed.
        var closed = await db.DataRequests.IgnoreQueryFilters([TenantDb.TrashFilter])
            .Where(r => r.ClientId != null && EF.Parameter(ids).Contains(r.ClientId.Value) && r.ClosedUtc != null && r.RequesterName != subject.AnonymousName).ToListAsync(cancel);
        files.AddRange(closed.Select(r => (PrivacyData.EvidenceArea, r.Anonymize(subject.AnonymousName))));
        foreach (var hold in await db.LegalHolds.Where(h => EF.Parameter(ids).Contains(h.ClientId)).ToListAsync(cancel))
        {
            hold.Reason = "";
        }

        await db.SaveChangesAsync(cancel);
        foreach (var (area, key) in files.Where(f => f.Item2.Length > 0))
        {
            await storage.DeleteAsync(area, key, cancel); // killed before: the cleaning does it
        }
    }
}

internal sealed record PersonalConsent(long Id, string Purpose, int TextVersion, string Text, ConsentChannel Channel, DateTime GivenUtc, string GivenBy, string? RemoteIp, string? UserAgent,
    DateTime? RevokedUtc, ConsentChannel? RevokedChannel, string RevokedBy);

internal sealed record PersonalRequest(long Id, RequestType Type, RequestStatus Status, DateOnly ReceivedOn, DateOnly DueOn, string RequesterName, string RequesterContact, string Details, string Answer, DateTime? ClosedUtc);

internal sealed record PersonalExport(long Id, DateTime CreatedUtc, DateTime? ReadyUtc, DateTime ExpiresUtc, bool WithInternalNotes);

internal sealed record PersonalAccess(AccessKind Kind, int Times, DateTime FirstUtc, DateTime LastUtc);
