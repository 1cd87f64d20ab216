using System.Globalization;
using System.IO.Pipelines;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using Microsoft.AspNetCore.WebUtilities;

namespace ClientSuite.Clients;

/// <summary>What a download in the background is to hold.</summary>
/// <param name="Query">The list's query.</param>
/// <param name="Sort">Order.</param>
/// <param name="Format">xlsx or csv.</param>
/// <param name="IsWhole">All columns.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Columns">Ids of the contributed columns that whoever asked may see: in an operation nobody is signed in.</param>
/// <param name="Culture">Language of who asked.</param>
/// <param name="Selection">The rows that were ticked; null for all of the list.</param>
internal sealed record ExportArguments(string Query, string Sort, string Format, bool IsWhole, string Name, IReadOnlyList<string> Columns, string Culture, ClientSelection? Selection);

/// <summary>The download as an operation (<c>Prefer: respond-async</c>). A run that goes on begins its file anew.</summary>
internal sealed class ClientExportOperation(TenantDb db, ClientList list, ClientTableWriter writer, ITenantFiles files, IAccessLog access) : IOperationHandler
{
    public const string OperationKind = "clients.export";

    public string Kind => OperationKind;

    public string Permission => Permissions.Export;

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var arguments = operation.ArgumentsAs<ExportArguments>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(arguments.Culture);
        var query = QueryHelpers.ParseQuery(arguments.Query);
        var columns = list.Columns.Where(c => arguments.Columns.Contains(c.Id)).ToList();
        var filter = ClientExport.Chosen(arguments.Selection, ClientFilter.Read(query, columns, out var problems));
        if (problems.Count > 0)
        {
            throw new RuleBrokenException(problems[0].Key, problems[0].Args); // the module that gave a filter was switched off meanwhile
        }

        await using var file = new FileStream(OperationFiles.ResultPath(operation, files), FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: true);
        var output = PipeWriter.Create(file);
        var isComplete = await writer.WriteAsync(output, arguments.Format, new ClientTable(filter, arguments.Sort, arguments.IsWhole, columns), async written =>
        {
            operation.Processed = written;
            await db.SaveChangesAsync(cancel);
            return await run.ContinueAsync(cancel);
        }, cancel);
        await output.CompleteAsync();
        if (isComplete)
        {
            operation.Total = operation.Processed;
            operation.ResultName = arguments.Name;
            await db.SaveChangesAsync(cancel);
            access.NoteList(operation.Processed, ClientExport.Noted("?" + arguments.Query, arguments.Selection), arguments.Format);
        }
    }

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => throw new RuleBrokenException("operations.cantUndo");
}
