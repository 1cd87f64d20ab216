using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Tab;

/// <summary>Consents, requests and exports of a client, and what can be done about its data.</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, ConsentDesk consents, RequestWords words, ExportStart exports, ISettings<PrivacySettings> settings, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int Most = 20;

    public IReadOnlyList<ConsentState> Consents { get; private set; } = [];

    public IReadOnlyList<Consent> Ledger { get; private set; } = [];

    public IReadOnlyList<DataRequest> Requests { get; private set; } = [];

    public IReadOnlyList<ExportLine> Exports { get; private set; } = [];

    public LegalHold? Hold { get; private set; }

    public Anonymization? Anonymization { get; private set; }

    public PrivacySettings? Dpo { get; private set; }

    public bool CanManage => user.Has(Permissions.Manage);

    public bool CanExport => user.Has(Permissions.Export);

    public bool CanAnonymize => user.Has(Permissions.Anonymize);

    public string At(DateTime utc) => clock.DayAndTime(utc);

    public string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    public string Mark(DataRequest request) => words.Mark(request);

    public string State(DataRequest request) => words.State(request);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Consents = await consents.OfClientAsync(client.Id, cancel);
        Ledger = await db.Consents.AsNoTracking().Where(c => c.ClientId == client.Id).OrderByDescending(c => c.Id).Take(Most).ToListAsync(cancel);
        Requests = await db.DataRequests.AsNoTracking().Where(r => r.ClientId == client.Id).OrderByDescending(r => r.Id).Take(Most).ToListAsync(cancel);
        Exports = [.. (await db.PersonalDataExports.AsNoTracking().Where(e => e.ClientId == client.Id).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancel)).Select(e => ExportLine.Of(e, exports, user, clock, texts, Request))];
        Hold = await db.LegalHolds.AsNoTracking().FirstOrDefaultAsync(h => h.ClientId == client.Id && h.EndedUtc == null, cancel);
        Anonymization = await db.Anonymizations.AsNoTracking().FirstOrDefaultAsync(a => a.ClientId == client.Id, cancel);
        var own = await settings.GetAsync(cancel);
        Dpo = own.DpoName.Length + own.DpoEmail.Length > 0 ? own : null;
    }
}

/// <summary>An export as pages show it; the link only for who may export.</summary>
internal sealed record ExportLine(PersonalDataExport Export, string Text, string? Link, bool IsRunning)
{
    public static ExportLine Of(PersonalDataExport export, ExportStart exports, ICurrentUser user, TenantClock clock, IStringLocalizer texts, HttpRequest request)
    {
        var canFetch = export.CanFetch(clock.UtcNow);
        var text = canFetch ? texts["privacy.export.until", FileSizes.Text(export.SizeBytes), clock.DayAndTime(export.ExpiresUtc)] : texts[export.ReadyUtc is null ? "privacy.export.waiting" : "privacy.export.over"];
        return new(export, text.Value, canFetch && user.Has(Permissions.Export) ? $"{request.Scheme}://{request.Host}{request.PathBase}{exports.LinkOf(export)}" : null, export.ReadyUtc is null);
    }
}
