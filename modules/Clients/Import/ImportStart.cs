using System.Globalization;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Operations;

namespace ClientSuite.Clients;

/// <summary>Starts imports, from the page and from the API.</summary>
internal sealed class ImportStart(TenantDb db, IOperations operations)
{
    public async Task<Operation> StartAsync(ImportUpload upload, ImportPlan plan, CancellationToken cancel)
    {
        var operation = await operations.StartAsync(ClientImport.OperationKind, upload.Name, JsonSerializer.Serialize(plan with { Culture = CultureInfo.CurrentUICulture.Name }), canUndo: !plan.DryRun, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        return operation;
    }
}
