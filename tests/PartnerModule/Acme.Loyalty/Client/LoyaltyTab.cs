using System.Globalization;
using System.Text.Json.Nodes;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using Microsoft.EntityFrameworkCore;

namespace Acme.Loyalty.Client;

internal sealed class LoyaltyTab(TenantDb db) : IClientTab
{
    public string Id => "loyalty";

    public string Title => "loyalty.title";

    public int Order => 50;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        await db.Set<Points>().FindAsync([clientId], cancel) is { } points ? points.Total.ToString(CultureInfo.CurrentCulture) : null;
}

internal sealed class PointsColumn : ClientColumn<int>
{
    public override string Id => "points";

    public override string Title => "loyalty.points";

    public override ListColumnKind Kind => ListColumnKind.Number;

    public override ListFilterKind? Filter => ListFilterKind.Number;

    public override string? Permission => Permissions.View;

    public override IQueryable<ClientValue<int>> Query(ClientColumnContext context) =>
        context.Db.Set<Points>().Select(p => new ClientValue<int> { ClientId = p.ClientId, Value = p.Total });

    protected override IQueryable<ClientValue<int>>? Where(IQueryable<ClientValue<int>> values, string text, ClientColumnContext context) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var points) ? values.Where(v => v.Value == points) : null;
}

/// <summary>Whoever has points is a customer.</summary>
internal sealed class HasPoints : IClientStatus
{
    public IQueryable<long> Active(TenantDb db) => db.Set<Points>().Where(p => p.Total > 0).Select(p => p.ClientId);
}

/// <summary><c>"loyalty": {"points": 100}</c> in the API.</summary>
internal sealed class LoyaltyObject : IClientObject
{
    public string Name => "loyalty";

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyDictionary<long, JsonObject>> ReadAsync(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel) =>
        await db.Set<Points>().Where(p => ids.Contains(p.ClientId)).ToDictionaryAsync(p => p.ClientId, p => new JsonObject { ["points"] = p.Total }, cancel);
}
