using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Privacy;

/// <summary>Which anonymisation is to be done.</summary>
internal sealed record AnonymizationArguments(long AnonymizationId);

/// <summary>Makes a client nobody's, one participant after the other, each in a scope of its own. Each finds by itself what is left, so that a
/// killed process goes on with the participant at which it was; nobody stops it half way.</summary>
internal sealed class AnonymizationOperation(TenantDb db, DataSubjects subjects, IEnumerable<IPrivacyParticipant> participants, IClientDirectory clients, IHistory history, IShellHost shells, TenantContext tenant, TenantClock clock) : IOperationHandler
{
    public const string OperationKind = "privacy.anonymize";
    public const string HistoryKind = "anonymized";

    public string Kind => OperationKind;

    public string Permission => Permissions.Anonymize;

    public bool CanStop => false;

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var id = operation.ArgumentsAs<AnonymizationArguments>().AnonymizationId;
        var anonymization = await db.Anonymizations.FirstAsync(a => a.Id == id, cancel);
        var subject = await subjects.OfAsync(anonymization.ClientId, cancel);
        var sections = DataSubjects.InOrder(participants).Select(p => p.Section).ToList();
        operation.Total = sections.Count;
        foreach (var section in sections.Skip((int)operation.Processed))
        {
            await shells.RunInTenantAsync(tenant.Name, (scope, token) => AnonymizeAsync(scope, section, subject, operation, token), cancel);
            operation.Processed++;
            await db.SaveChangesAsync(cancel);
        }

        anonymization.Finish(clock.UtcNow);
        var name = (await clients.FindAsync(subject.ClientId, cancel))?.Name ?? subject.AnonymousName;
        await history.AddAsync(HistoryKind, PrivacyRecords.Anonymization, anonymization.Id, name, subject.ClientId, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => throw new RuleBrokenException("operations.cantUndo");

    private static async Task AnonymizeAsync(IServiceProvider scope, string section, DataSubject subject, Operation operation, CancellationToken cancel)
    {
        var session = scope.GetRequiredService<TenantDb>().Session;
        (session.UserId, session.UserName, session.OperationId, session.CorrelationId) = (operation.UserId, operation.UserName, operation.Id, operation.PublicId);
        await scope.GetServices<IPrivacyParticipant>().Single(p => p.Section == section).AnonymizeAsync(subject, cancel);
    }
}
