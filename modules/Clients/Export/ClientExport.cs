using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Lists;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>The list as a spreadsheet: exactly what is filtered, in list order, streamed.</summary>
internal static class ClientExport
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/clients/export", ExportAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Export)).ExcludeFromDescription();
        routes.MapPost("/admin/clients/export", ExportChosenAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Export)).ExcludeFromDescription();
        routes.MapGet("/api/clients/export", ExportDescribedAsync).RequireAuthorization(ClientsApi.Needs(Permissions.Export)).WithTags("Clients").WithName("ExportClients")
            .Produces(StatusCodes.Status200OK, contentType: Xlsx).Produces(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, ClientList list, ClientTableWriter writer, TenantDb db, TenantClock clock, IHistory history, IAccessLog access, IOperations operations, IStringLocalizer texts, CancellationToken cancel)
    {
        var query = context.Request.Query;
        var filter = ClientFilter.Read(query, list.Columns, out var problems);
        var sort = query["sort"].ToString() is { Length: > 0 } asked ? asked : ClientSort.Default;
        var format = query["format"].ToString() is { Length: > 0 } wanted ? wanted : "xlsx";
        var problem = problems.Count > 0 ? problems[0]
            : !list.CanSort(sort) ? new FieldProblem("sort", "clients.error.sort", sort)
            : format is not ("xlsx" or "csv") ? new FieldProblem("format", "clients.error.filter", "format", format)
            : null;
        if (query.Keys.Any(list.IsForbidden) || list.IsForbidden(sort.TrimStart('-')) || !list.MayRead(filter))
        {
            return Problems.Of(context, StatusCodes.Status403Forbidden, "error.403.detail");
        }

        if (problem is not null)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, problem.Key, problem.Args, field: problem.Field);
        }

        var selection = await ClientSelection.ReadAsync(context.Request, cancel);
        filter = Chosen(selection, filter);

        // A download takes data out of the house: the history says who and when.
        await history.AddAsync("exported", Client.RecordType, null, "", null, cancel);
        var isWhole = query["columns"] == "all";
        var name = texts["clients.export.file", clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)].Value + "." + format;
        if (context.Request.Headers["Prefer"].Any(p => p?.Contains("respond-async", StringComparison.OrdinalIgnoreCase) == true))
        {
            return await LaterAsync(context, new ExportArguments(context.Request.QueryString.Value?.TrimStart('?') ?? "", sort, format, isWhole, name,
                [.. list.Columns.Select(c => c.Id)], CultureInfo.CurrentUICulture.Name, selection), db, operations, cancel);
        }

        await db.SaveChangesAsync(cancel);
        context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : Xlsx;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await writer.WriteAsync(context.Response.BodyWriter, format, new ClientTable(filter, sort, isWhole, list.Columns), null, cancel);
        }
        finally
        {
            access.NoteList(writer.Written, Noted(context.Request.QueryString.Value, selection), format); // what left before somebody broke off has left
        }

        return Results.Empty;
    }

    private static Task<IResult> ExportDescribedAsync([AsParameters] ClientFilterQuery narrowing, [AsParameters] ClientExportQuery query, HttpContext context, ClientList list, ClientTableWriter writer, TenantDb db, TenantClock clock, IHistory history, IAccessLog access, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        ExportAsync(context, list, writer, db, clock, history, access, operations, texts, cancel);

    /// <summary>The list's rows that were ticked.</summary>
    private static async Task<IResult> ExportChosenAsync(HttpContext context, IAntiforgery antiforgery, ClientList list, ClientTableWriter writer, TenantDb db, TenantClock clock, IHistory history, IAccessLog access, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        await antiforgery.IsRequestValidAsync(context)
            ? await ExportAsync(context, list, writer, db, clock, history, access, operations, texts, cancel)
            : Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");

    /// <summary>The query as the access log keeps it: which clients, not how they were written.</summary>
    public static string Noted(string? query, ClientSelection? selection)
    {
        var kept = QueryHelpers.ParseQuery(query).Where(q => q.Key is not ("format" or "columns" or "sort" or "page" or "pageSize") && q.Value.ToString().Length > 0).Select(q => $"{q.Key}={q.Value}");
        return string.Join('&', selection is { IsAll: false } ? kept.Prepend("ids=" + string.Join(',', selection.Ids)) : kept);
    }

    /// <summary>The filter, narrowed to what was ticked.</summary>
    public static ClientFilter Chosen(ClientSelection? selection, ClientFilter filter) =>
        selection is null ? filter : selection.IsAll ? filter with { Except = selection.Except } : new ClientFilter { Ids = selection.Ids };

    private static async Task<IResult> LaterAsync(HttpContext context, ExportArguments arguments, TenantDb db, IOperations operations, CancellationToken cancel)
    {
        var operation = await operations.StartAsync(ClientExportOperation.OperationKind, arguments.Name, JsonSerializer.Serialize(arguments), canUndo: false, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        var location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        context.Response.Headers["Preference-Applied"] = "respond-async";
        return Results.Accepted(location, new { id = operation.PublicId, kind = operation.Kind, state = "queued" });
    }
}

/// <summary>How the table is written, for the API's description.</summary>
internal sealed class ClientExportQuery
{
    public string? Format { get; set; }
    public string? Columns { get; set; }
}

/// <summary>A list as a table.</summary>
/// <param name="Filter">Which clients.</param>
/// <param name="Sort">In which order.</param>
/// <param name="IsWhole">All columns instead of the list's.</param>
/// <param name="Contributed">Other modules' columns that the reader may see.</param>
internal sealed record ClientTable(ClientFilter Filter, string Sort, bool IsWhole, IReadOnlyList<IClientColumn> Contributed);

/// <summary>Writes a list as a spreadsheet.</summary>
internal sealed class ClientTableWriter(ClientList list, TenantClock clock, IStringLocalizer texts)
{
    /// <summary>Rows written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Writes every row; <paramref name="batchDone"/> hears of each batch with the rows so far and ends the writing by false.</summary>
    /// <returns>False when it was ended.</returns>
    public async Task<bool> WriteAsync(PipeWriter output, string format, ClientTable wanted, Func<long, Task<bool>>? batchDone, CancellationToken cancel)
    {
        var columns = wanted.IsWhole ? Whole : Listed;
        var contributed = wanted.IsWhole ? wanted.Contributed.Where(c => c.Id != StatusColumn.Name).ToList() : [];
        var status = wanted.Contributed.FirstOrDefault(c => c.Id == StatusColumn.Name);
        var titles = columns.Select(c => new TableColumn(texts[c.Title].Value, c.Width)).Concat(contributed.Select(c => new TableColumn(texts[c.Title].Value))).ToList();
        await using ITableWriter table = format == "csv" ? new CsvWriter(output, titles) : new XlsxWriter(output, texts["clients.title"].Value, titles);
        var shown = new ExportContext(clock, texts);
        var readsAhead = batchDone is null && contributed.Count == 0 && status is null;
        Written = 0;
        await foreach (var batch in list.AllAsync(wanted.Filter, wanted.Sort, wanted.IsWhole ? ClientRow.Whole : ClientRow.Listed, readsAhead, cancel))
        {
            await WriteAsync(table, batch, columns, contributed, status, shown, cancel);
            Written += batch.Count;
            if (batchDone is not null && !await batchDone(Written))
            {
                return false;
            }
        }

        await table.CompleteAsync(cancel);
        return true;
    }

    private async Task WriteAsync(ITableWriter table, IReadOnlyList<ClientRow> batch, IReadOnlyList<ExportColumn> columns, IReadOnlyList<IClientColumn> contributed, IClientColumn? status, ExportContext shown, CancellationToken cancel)
    {
        // Other modules' values come by pages: one query per column and page.
        foreach (var page in contributed.Count == 0 && status is null ? [batch] : batch.Chunk(1_000).ToList<IReadOnlyList<ClientRow>>())
        {
            var cells = new List<IReadOnlyDictionary<long, Cell>>();
            IReadOnlyDictionary<long, Cell>? statuses = null;
            if (contributed.Count > 0 || status is not null)
            {
                var ids = page.Select(r => r.Id).ToList();
                foreach (var column in contributed)
                {
                    cells.Add(await column.CellsAsync(list.ColumnContext, ids, cancel));
                }

                statuses = status is null ? null : await status.CellsAsync(list.ColumnContext, ids, cancel);
            }

            foreach (var row in page)
            {
                foreach (var column in columns)
                {
                    if (statuses is not null && column.Title == "clients.status" && statuses.TryGetValue(row.Id, out var own))
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
