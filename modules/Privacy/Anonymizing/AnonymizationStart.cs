using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Begins anonymisations, once nothing forbids it and the second confirmation was given.</summary>
internal sealed class AnonymizationStart(TenantDb db, DataSubjects subjects, IEnumerable<IAnonymizationObstacle> obstacles, IEnumerable<IPrivacyParticipant> participants, IRecordReferences references,
    IOperations operations, ICurrentUser user, TenantClock clock, IStringLocalizer texts)
{
    /// <summary>What forbids it; none once it has begun: then it must end.</summary>
    public async Task<IReadOnlyList<AnonymizationObstacle>> ObstaclesAsync(long clientId, CancellationToken cancel)
    {
        if (await db.Anonymizations.AnyAsync(a => a.ClientId == clientId, cancel))
        {
            return [];
        }

        var subject = await subjects.OfAsync(clientId, cancel);
        var found = new List<AnonymizationObstacle>();
        foreach (var obstacle in obstacles)
        {
            if (await obstacle.FindAsync(subject, cancel) is { } reason)
            {
                found.Add(reason);
            }
        }

        found.AddRange(await UnansweredAsync(subject, cancel));
        return found;
    }

    /// <summary>Begins it, or begins again one that failed. Saves.</summary>
    /// <exception cref="RuleBrokenException">It is under way or done, or something forbids it.</exception>
    public async Task<Anonymization> StartAsync(ClientName client, long? requestId, CancellationToken cancel)
    {
        if (await ObstaclesAsync(client.Id, cancel) is [var obstacle, ..])
        {
            throw new RuleBrokenException(obstacle.Text, [.. obstacle.Args]);
        }

        var anonymization = await db.Anonymizations.FirstOrDefaultAsync(a => a.ClientId == client.Id, cancel);
        if (anonymization is { FinishedUtc: not null })
        {
            throw new RuleBrokenException("privacy.anonymize.done");
        }

        if (anonymization is not null && await db.Set<Operation>().AnyAsync(o => o.PublicId == anonymization.OperationId && o.State != OperationState.Failed, cancel))
        {
            throw new RuleBrokenException("privacy.anonymize.running");
        }

        if (anonymization is null)
        {
            anonymization = new Anonymization { ClientId = client.Id, RequestId = requestId, StartedUtc = clock.UtcNow, UserName = user.Name ?? "" };
            db.Add(anonymization);
        }

        await QueueAsync(anonymization, cancel);
        return anonymization;
    }

    /// <summary>Queues the operation; saves.</summary>
    public async Task QueueAsync(Anonymization anonymization, CancellationToken cancel)
    {
        var operation = await operations.StartAsync(AnonymizationOperation.OperationKind, texts["privacy.anonymize.operation", anonymization.ClientId.ToString(CultureInfo.InvariantCulture)].Value,
            JsonSerializer.Serialize(new AnonymizationArguments(anonymization.Id)), canUndo: false, cancel);
        anonymization.OperationId = operation.PublicId;
        await db.SaveChangesAsync(cancel);
        operations.Signal();
    }

    /// <summary>True for the client's name or number, as somebody typed it.</summary>
    public static bool IsConfirmed(ClientName client, string? typed) =>
        typed?.Trim() is { Length: > 0 } text && (text.Equals(client.Name.Trim(), StringComparison.OrdinalIgnoreCase) || text.TrimStart('#') == client.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Rows of modules that are switched off, or that take no part: nobody would remove them.</summary>
    private async Task<IReadOnlyList<AnonymizationObstacle>> UnansweredAsync(DataSubject subject, CancellationToken cancel)
    {
        var answered = participants.SelectMany(p => p.Tables).Select(t => t.Replace('_', '.')).ToHashSet(StringComparer.Ordinal);
        var found = new List<AnonymizationObstacle>();
        foreach (var id in subject.ClientIds)
        {
            foreach (var (type, count) in await references.CountAsync(db, "Clients.Client", id, cancel))
            {
                if (!answered.Contains(type))
                {
                    found.Add(new("privacy.obstacle.module", [type.Split('.')[0], count.ToString(CultureInfo.CurrentCulture)]));
                }
            }
        }

        return found;
    }
}
