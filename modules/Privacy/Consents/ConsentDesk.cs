using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>A purpose, and where a client stands with it.</summary>
internal sealed record ConsentState(ConsentPurpose Purpose, Consent? Current)
{
    /// <summary>Given to words that have been changed since.</summary>
    public bool IsOfOldText => Current is not null && Current.TextVersion < Purpose.TextVersion;
}

/// <summary>Gives and revokes consents, for the client's page, the portal and the API.</summary>
internal sealed class ConsentDesk(TenantDb db, TenantClock clock)
{
    private const int AgentLength = 300;

    /// <summary>Every purpose that is asked for or was given, by name.</summary>
    public async Task<IReadOnlyList<ConsentState>> OfClientAsync(long clientId, CancellationToken cancel)
    {
        var given = (await db.Consents.AsNoTracking().Where(c => c.ClientId == clientId && c.RevokedUtc == null).OrderBy(c => c.Id).ToListAsync(cancel)).GroupBy(c => c.PurposeId).ToDictionary(g => g.Key, g => g.Last());
        var ids = given.Keys.ToList();
        var purposes = await db.Purposes.AsNoTracking().Where(p => p.IsActive || EF.Parameter(ids).Contains(p.Id)).ToListAsync(cancel);
        return [.. purposes.OrderBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase).Select(p => new ConsentState(p, given.GetValueOrDefault(p.Id)))];
    }

    /// <summary>Notes a consent to the words in force, in the next save; the same words again change nothing, older ones are followed by these.</summary>
    /// <exception cref="RuleBrokenException">Nobody is asked for this any more, or not in the portal.</exception>
    public async Task<Consent> GiveAsync(long clientId, ConsentPurpose purpose, ConsentChannel channel, HttpContext context, CancellationToken cancel)
    {
        if (!purpose.IsActive || (channel == ConsentChannel.Portal && !purpose.IsInPortal))
        {
            throw new RuleBrokenException("privacy.consent.closed", purpose.Name);
        }

        var source = SourceOf(context);
        var now = clock.UtcNow;
        var open = await db.Consents.Where(c => c.ClientId == clientId && c.PurposeId == purpose.Id && c.RevokedUtc == null).OrderBy(c => c.Id).ToListAsync(cancel);
        if (open.Find(c => c.TextVersion == purpose.TextVersion) is { } same)
        {
            return same;
        }

        open.ForEach(c => c.Revoke(channel, source.By, now));
        return db.Add(Consent.Give(clientId, purpose, channel, source, now)).Entity;
    }

    /// <summary>Revokes what a client gave for a purpose, in the next save; answers whether there was something.</summary>
    public async Task<bool> RevokeAsync(long clientId, long purposeId, ConsentChannel channel, HttpContext context, CancellationToken cancel)
    {
        var open = await db.Consents.Where(c => c.ClientId == clientId && c.PurposeId == purposeId && c.RevokedUtc == null).ToListAsync(cancel);
        open.ForEach(c => c.Revoke(channel, SourceOf(context).By, clock.UtcNow));
        return open.Count > 0;
    }

    private ConsentSource SourceOf(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new(db.Session.UserName ?? "", db.Session.RemoteIp, agent.Length == 0 ? null : agent.Length <= AgentLength ? agent : agent[..AgentLength]);
    }
}
