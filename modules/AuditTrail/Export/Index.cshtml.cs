using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Lists;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.AuditTrail.Export;

/// <summary>The filtered history as a file, one row per changed field, streamed.</summary>
[RequirePermission(PlatformPermissions.ViewHistory)]
internal sealed class IndexModel(TenantDb db, HistoryListPage list, HistoryWords words, IHistory history, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int Batch = 500;

    public async Task<IActionResult> OnGet(string? format, CancellationToken cancel)
    {
        var isCsv = format == "csv";
        var filters = await list.FiltersAsync(cancel);
        var state = ListQuery.Read(Request.Query, filters.SelectMany(f => f.Parameters()), "-at", [], 20);
        var matching = HistoryFilter.Read(state, clock).Apply(db);
        var until = clock.UtcNow;
        await history.AddAsync("exported", "History.Entry", null, "", null, cancel);
        await db.SaveChangesAsync(cancel);

        var name = $"historico-{clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{(isCsv ? "csv" : "xlsx")}";
        Response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        TableColumn[] columns =
        [
            new(texts["audittrail.user"], 24), new(texts["audittrail.at"], 20), new(texts["audittrail.kind"], 16), new(texts["audittrail.type"], 16), new("ID", 10),
            new(texts["audittrail.record"], 28), new(texts["audittrail.field"], 24), new(texts["audittrail.old"], 32), new(texts["audittrail.new"], 32), new(texts["audittrail.erp"], 18),
        ];
        await using ITableWriter writer = isCsv
            ? new CsvWriter(Response.BodyWriter, columns, CultureInfo.CurrentCulture.TextInfo.ListSeparator is [';'] ? ';' : ',')
            : new XlsxWriter(Response.BodyWriter, texts["audittrail.title"], columns);
        HistoryCursor? cursor = null;
        for (; ; )
        {
            var page = cursor is { } c ? matching.Where(e => e.AtUtc < c.AtUtc || (e.AtUtc == c.AtUtc && e.Id < c.Id)) : matching.Where(e => e.AtUtc <= until);
            var entries = await page.OrderByDescending(e => e.AtUtc).ThenByDescending(e => e.Id).Take(Batch).ToListAsync(cancel);
            await WriteAsync(writer, entries, cancel);
            if (entries.Count < Batch)
            {
                break;
            }

            cursor = new HistoryCursor(entries[^1].AtUtc, entries[^1].Id);
        }

        await writer.CompleteAsync(cancel);
        return new EmptyResult();
    }

    private async Task WriteAsync(ITableWriter writer, List<HistoryEntry> entries, CancellationToken cancel)
    {
        var ids = entries.Where(e => e.RecordId is not null).Select(e => e.Id).ToList();
        var lines = (await db.Set<HistoryLine>().AsNoTracking().Where(l => ids.Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel)).ToLookup(l => l.EntryId);
        foreach (var entry in entries)
        {
            if (entry.RecordId is not null)
            {
                foreach (var line in lines[entry.Id].DefaultIfEmpty())
                {
                    await WriteLineAsync(writer, entry, line, cancel);
                }

                continue;
            }

            // A bulk act may have 100,000 lines: they pass through, they are not held.
            var any = false;
            await foreach (var line in db.Set<HistoryLine>().AsNoTracking().Where(l => l.EntryId == entry.Id).OrderBy(l => l.Id).AsAsyncEnumerable().WithCancellation(cancel))
            {
                any = true;
                await WriteLineAsync(writer, entry, line, cancel);
            }

            if (!any)
            {
                await WriteLineAsync(writer, entry, null, cancel);
            }
        }
    }

    private ValueTask WriteLineAsync(ITableWriter writer, HistoryEntry entry, HistoryLine? line, CancellationToken cancel)
    {
        writer.Write(words.User(entry));
        writer.Write(clock.ToLocal(entry.AtUtc));
        writer.Write(words.Kind(entry.Kind));
        writer.Write(words.Type(entry.RecordType));
        writer.Write(line?.RecordId ?? entry.RecordId);
        writer.Write(entry.RecordName);
        writer.Write(line is null ? null : words.Field(entry.RecordType, line.Field));
        writer.Write(line is null ? null : words.Value(entry.RecordType, line, line.OldValue));
        writer.Write(line is null ? null : words.Value(entry.RecordType, line, line.NewValue));
        writer.Write(words.Erp(entry.ErpSync));
        return writer.EndRowAsync(cancel);
    }
}
