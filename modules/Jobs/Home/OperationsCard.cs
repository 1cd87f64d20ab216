using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Jobs;

/// <summary>The last operations on the home page: one's own, or with ManageJobs everybody's. Only where a feature has their pages.</summary>
internal sealed class OperationsCard(TenantDb db, TenantContext tenant, ICurrentUser user, IStringLocalizer texts) : IDashboardCard
{
    public string Title => "jobs.operations.title";

    public int Order => 40;

    public string? Permission => null;

    public async Task<DashboardCard?> LoadAsync(CancellationToken cancel)
    {
        if (!tenant.HasFeature("ImportExport"))
        {
            return null;
        }

        var own = user.Id;
        var all = user.Has(PlatformPermissions.ManageJobs);
        var last = await db.Set<Operation>().AsNoTracking().Where(o => all || o.UserId == own).OrderByDescending(o => o.Id).Take(6).ToListAsync(cancel);
        List<OperationLine> lines = [.. last.Select(o => new OperationLine(o.Title,
            texts["operation." + o.Kind] is { ResourceNotFound: false } kind ? kind.Value : o.Kind, Mark(o),
            texts["jobs.operations.state." + o.State.ToString().ToLowerInvariant()].Value, "/admin/operations/" + o.PublicId))];
        return new DashboardCard("/Areas/Jobs/Pages/Home/_Last.cshtml", lines) { MorePath = "/admin/operations", MoreTitle = "jobs.operations.view" };
    }

    private static string Mark(Operation operation) => operation.State switch
    {
        OperationState.Succeeded => operation.Rejected > 0 ? "warn" : "ok",
        OperationState.Failed => "bad",
        OperationState.Cancelled or OperationState.Undone => "off",
        OperationState.Paused => "warn",
        _ => "info",
    };
}

/// <summary>An operation, in one line.</summary>
internal sealed record OperationLine(string Title, string Kind, string Mark, string State, string Path);
