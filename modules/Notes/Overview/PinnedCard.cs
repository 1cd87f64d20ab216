using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes.Overview;

/// <summary>Pinned notes and highlighted comments on the client's overview (000-60, 004-68).</summary>
internal sealed class PinnedCard(TenantDb db) : IClientCard
{
    private const int Most = 5;

    public int Order => 5;

    public bool IsAside => true;

    public string? Permission => Permissions.View;

    public async Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel)
    {
        var notes = await db.Notes.AsNoTracking().Where(n => n.ClientId == client.Id && n.IsPinned).OrderByDescending(n => n.Id).Take(Most).ToListAsync(cancel);
        var comments = await db.Comments.AsNoTracking().Where(c => c.ClientId == client.Id && c.RecordType == "" && c.IsHighlighted).OrderByDescending(c => c.Id).Take(Most).ToListAsync(cancel);
        IReadOnlyList<PinnedLine> lines = [.. notes.Select(n => new PinnedLine("pin", n.Text, n.RecordDate?.ToString("d", CultureInfo.CurrentCulture) ?? "")), .. comments.Select(c => new PinnedLine("star", c.Text, ""))];
        return lines.Count == 0 ? null : new ClientCard("/Areas/Notes/Pages/Overview/_Pinned.cshtml", lines);
    }
}

/// <summary>A line of the card.</summary>
internal sealed record PinnedLine(string Icon, string Text, string Detail);

/// <summary>The active alerts, above whatever page of the client is open.</summary>
internal sealed class AlertBanner(TenantDb db) : IClientBanner
{
    private const int Most = 10;

    public int Order => 10;

    public string? Permission => Permissions.View;

    public async Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel)
    {
        var alerts = await db.Alerts.AsNoTracking().Where(a => a.ClientId == client.Id && a.IsActive)
            .OrderByDescending(a => a.Priority == Priority.High).ThenByDescending(a => a.Priority == Priority.Normal).ThenByDescending(a => a.Id).Take(Most).ToListAsync(cancel);
        return alerts.Count == 0 ? null : new ClientCard("/Areas/Notes/Pages/Overview/_Alerts.cshtml", (IReadOnlyList<ClientAlert>)alerts);
    }
}
