using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Starts exports and makes their links, for the pages and for the API.</summary>
internal sealed class ExportStart(TenantDb db, IOperations operations, TemporaryLinks links, ICurrentUser user, TenantClock clock, IStringLocalizer texts)
{
    public const int MostDays = 30;

    private const string Purpose = "Privacy.Export";

    public async Task<PersonalDataExport> StartAsync(ClientName client, bool withInternalNotes, int days, long? requestId, CancellationToken cancel)
    {
        if (client.IsAnonymized)
        {
            throw new RuleBrokenException("privacy.export.nobody");
        }

        var now = clock.UtcNow;
        var export = new PersonalDataExport
        {
            ClientId = client.Id,
            RequestId = requestId,
            WithInternalNotes = withInternalNotes,
            CreatedUtc = now,
            ExpiresUtc = now.AddDays(Math.Clamp(days, 1, MostDays)),
            UserName = user.Name ?? "",
        };
        db.Add(export);
        var operation = await operations.StartAsync(ExportOperation.OperationKind, texts["privacy.export.operation", client.Id.ToString(CultureInfo.InvariantCulture)].Value,
            JsonSerializer.Serialize(new ExportArguments(export.Id)), canUndo: false, cancel);
        export.OperationId = operation.PublicId;
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        return export;
    }

    /// <summary>Path below the tenant that opens an export for whoever holds it, for as long as the export lasts.</summary>
    public string LinkOf(PersonalDataExport export) => "/api/privacy/exports/links/" + links.Make(Purpose, export.Id.ToString(CultureInfo.InvariantCulture), export.ExpiresUtc);

    public long? Read(string token) => links.Read(Purpose, token) is { } key ? long.Parse(key, CultureInfo.InvariantCulture) : null;
}
