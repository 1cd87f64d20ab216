using System.Globalization;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Operations;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Starts imports, from the page and from the API.</summary>
internal sealed class ImportStart(TenantDb db, IOperations operations, IStringLocalizer texts)
{
    public async Task<Operation> StartAsync(ImportUpload upload, ImportPlan plan, CancellationToken cancel)
    {
        var title = plan.DryRun ? texts["clients.import.check.of", upload.Name].Value : upload.Name;
        var operation = await operations.StartAsync(ClientImport.OperationKind, title, JsonSerializer.Serialize(plan with { Culture = CultureInfo.CurrentUICulture.Name }), canUndo: !plan.DryRun, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        return operation;
    }
}
