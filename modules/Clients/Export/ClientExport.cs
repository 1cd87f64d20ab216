using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Lists;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>The list as a spreadsheet: exactly what is filtered, in list order, streamed.</summary>
internal static class ClientExport
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/clients/export", ExportAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Export)).ExcludeFromDescription();
        routes.MapGet("/api/clients/export", ExportAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Export)).WithTags("Clients").WithName("ExportClients")
            .Produces(StatusCodes.Status200OK, contentType: Xlsx);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, ClientList list, TenantDb db, TenantClock clock, IHistory history, IStringLocalizer texts, CancellationToken cancel)
    {
        var query = context.Request.Query;
        var filter = ClientFilter.Read(query, list.Columns, out var problems);
        var sort = query["sort"].ToString() is { Length: > 0 } asked ? asked : ClientSort.Default;
        var format = query["format"].ToString() is { Length: > 0 } wanted ? wanted : "xlsx";
        var problem = problems.Count > 0 ? problems[0]
            : !list.CanSort(sort) ? new FieldProblem("sort", "clients.error.sort", sort)
            : format is not ("xlsx" or "csv") ? new FieldProblem("format", "clients.error.filter", "format", format)
            : null;
        if (query.Keys.Any(list.IsForbidden) || list.IsForbidden(sort.TrimStart('-')))
        {
            return Problems.Of(context, StatusCodes.Status403Forbidden, "error.403.detail");
        }

        if (problem is not null)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, problem.Key, problem.Args, field: problem.Field);
        }

        var selected = query["ids"].Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).ToList();
        if (selected.Count > 0)
        {
            filter = new ClientFilter { Ids = selected };
        }

        // A download takes data out of the house: the history says who and when.
        await history.AddAsync("exported", Client.RecordType, null, texts["clients.title"].Value, null, cancel);
        await db.SaveChangesAsync(cancel);

        var isWhole = query["columns"] == "all";
        var columns = isWhole ? Whole : Listed;
        var contributed = isWhole ? list.Columns.Where(c => c.Id != StatusColumn.Name).ToList() : [];
        var titles = columns.Select(c => new TableColumn(texts[c.Title].Value, c.Width)).Concat(contributed.Select(c => new TableColumn(texts[c.Title].Value))).ToList();
        var name = texts["clients.export.file", clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)].Value;
        context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : Xlsx;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format}\"";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var output = context.Response.BodyWriter;
        await using ITableWriter table = format == "csv" ? new CsvWriter(output, titles) : new XlsxWriter(output, texts["clients.title"].Value, titles);
        var shown = new ExportContext(clock, texts);
        await WriteAsync(table, list.AllAsync(filter, sort, isWhole ? ClientRow.Whole : ClientRow.Listed, cancel), columns, contributed, list, shown, cancel);
        await table.CompleteAsync(cancel);
        return Results.Empty;
    }

    private static async Task WriteAsync(ITableWriter table, IAsyncEnumerable<ClientRow> rows, IReadOnlyList<ExportColumn> columns, List<IClientColumn> contributed, ClientList list, ExportContext shown, CancellationToken cancel)
    {
        var status = list.Columns.FirstOrDefault(c => c.Id == StatusColumn.Name);
        if (contributed.Count == 0 && status is null)
        {
            await foreach (var row in rows)
            {
                foreach (var column in columns)
                {
                    column.Write(table, row, shown);
                }

                await table.EndRowAsync(cancel);
            }

            return;
        }

        // Other modules' values come by pages: one query per column and page.
        await foreach (var page in rows.Chunk(1_000))
        {
            var ids = page.Select(r => r.Id).ToList();
            var cells = new List<IReadOnlyDictionary<long, Cell>>();
            foreach (var column in contributed)
            {
                cells.Add(await column.CellsAsync(list.ColumnContext, ids, cancel));
            }

            var statuses = status is null ? null : await status.CellsAsync(list.ColumnContext, ids, cancel);
            foreach (var row in page)
            {
                foreach (var column in columns)
                {
                    if (column.Title == "clients.status" && statuses is not null && statuses.TryGetValue(row.Id, out var own))
                    {
                        table.Write(own.Text);
                    }
                    else
                    {
                        column.Write(table, row, shown);
                    }
                }

                foreach (var column in cells)
                {
                    table.Write(column.GetValueOrDefault(row.Id)?.Text);
                }

                await table.EndRowAsync(cancel);
            }
        }
    }

    /// <summary>The ten columns of the list (001-09).</summary>
    private static readonly ExportColumn[] Listed =
    [
        new("clients.id", 10, (t, r, _) => t.Write(r.Id)),
        new("clients.field.tradeName", 32, (t, r, _) => t.Write(r.TradeName)),
        new("clients.field.legalName", 32, (t, r, _) => t.Write(r.LegalName)),
        new("clients.field.taxId", 20, (t, r, _) => t.Write(TaxId.Format(r.TaxId))),
        new("clients.field.email", 30, (t, r, _) => t.Write(r.Email)),
        new("clients.field.phone", 18, (t, r, _) => t.Write(PhoneNumber.Format(r.Phone))),
        new("clients.place", 26, (t, r, _) => t.Write(r.Place)),
        new("clients.status", 14, (t, _, x) => t.Write(x.Inactive)),
        new("clients.field.createdUtc", 18, (t, r, x) => t.Write(x.Clock.ToLocal(r.CreatedUtc))),
        new("clients.modifiedUtc", 18, (t, r, x) => t.Write(x.Clock.ToLocal(r.ModifiedUtc))),
    ];

    private static readonly ExportColumn[] Whole =
    [
        .. Listed[..4],
        new("clients.field.personKind", 16, (t, r, x) => t.Write(r.IsCompany ? x.Legal : x.Natural)),
        new("clients.field.emails", 30, (t, r, _) => t.Write(r.Emails.Replace('\n', ';'))),
        new("clients.field.phones", 22, (t, r, _) => t.Write(string.Join("; ", new TextList(r.Phones).All.Select(PhoneNumber.Format)))),
        new("clients.field.postalCode", 12, (t, r, _) => t.Write(PostalCode.Format(r.PostalCode))),
        new("clients.field.street", 30, (t, r, _) => t.Write(r.Street)),
        new("clients.field.number", 10, (t, r, _) => t.Write(r.Number)),
        new("clients.field.complement", 18, (t, r, _) => t.Write(r.Complement)),
        new("clients.field.district", 20, (t, r, _) => t.Write(r.District)),
        new("clients.field.city", 22, (t, r, _) => t.Write(r.City)),
        new("clients.field.state", 8, (t, r, _) => t.Write(r.State)),
        new("clients.field.country", 8, (t, r, _) => t.Write(r.Country)),
        new("clients.field.birthDate", 14, (t, r, _) => t.Write(r.BirthDate)),
        new("clients.field.origin", 18, (t, r, _) => t.Write(r.Origin)),
        new("clients.field.center", 18, (t, r, _) => t.Write(r.Center)),
        new("clients.field.blocked", 10, (t, r, x) => t.Write(r.Blocked ? x.Yes : x.No)),
        .. Listed[7..],
        new("clients.lastLogin", 18, (t, r, x) => t.Write(r.LastLoginUtc is { } utc ? x.Clock.ToLocal(utc) : (DateTime?)null)),
    ];

    private sealed record ExportColumn(string Title, int Width, Action<ITableWriter, ClientRow, ExportContext> Write);

    /// <summary>Words that repeat on every row, looked up once.</summary>
    private sealed class ExportContext(TenantClock clock, IStringLocalizer texts)
    {
        public TenantClock Clock => clock;
        public string Inactive { get; } = texts["clients.status.inactive"].Value;
        public string Natural { get; } = texts["clients.personKind.natural"].Value;
        public string Legal { get; } = texts["clients.personKind.legal"].Value;
        public string Yes { get; } = texts["common.yes"].Value;
        public string No { get; } = texts["common.no"].Value;
    }
}
