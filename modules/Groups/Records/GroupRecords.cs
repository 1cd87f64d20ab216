using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>Creates, changes, trashes and restores groups, for the pages and for the API.</summary>
internal sealed class GroupRecords(TenantDb db, GroupCatalog catalog, IUniqueRules rules, IClientQueries queries, TenantClock clock)
{
    /// <summary>Creates a group; saves.</summary>
    /// <exception cref="RuleBrokenException">The name is taken, the rule is none, or there are too many groups.</exception>
    public async Task<ClientGroup> CreateAsync(GroupForm form, CancellationToken cancel)
    {
        if (await db.Groups.CountAsync(cancel) >= GroupCatalog.Most)
        {
            throw new RuleBrokenException("groups.error.tooMany", GroupCatalog.Most);
        }

        var group = form.Kind == GroupKind.Rule ? ClientGroup.OfRule(await RuleAsync(form.Rule, cancel)) : ClientGroup.OfClients();
        group.Describe(form.CleanName, form.CleanClassification, form.Color);
        db.Add(group);
        await SaveAsync(group, cancel);
        return group;
    }

    /// <summary>Changes a group; saves. Without a rule in the form the group keeps its own.</summary>
    /// <returns>False where somebody else saved it since the form was read.</returns>
    /// <exception cref="RuleBrokenException">The name is taken, or the rule is none.</exception>
    public async Task<bool> ChangeAsync(ClientGroup group, GroupForm form, CancellationToken cancel)
    {
        if (form.Version != 0 && form.Version != group.Version)
        {
            return false;
        }

        if (!group.IsStatic && form.Rule is { Length: > 0 } rule && rule != group.Rule)
        {
            group.ChangeRule(await RuleAsync(rule, cancel));
        }

        group.Describe(form.CleanName, form.CleanClassification, form.Color);
        try
        {
            await SaveAsync(group, cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // saved in the moment between
        }
    }

    public async Task TrashAsync(ClientGroup group, CancellationToken cancel)
    {
        group.MoveToTrash(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        catalog.Forget();
    }

    /// <exception cref="RuleBrokenException">The name was given to another group meanwhile.</exception>
    public async Task RestoreAsync(ClientGroup group, CancellationToken cancel)
    {
        group.Restore();
        await SaveAsync(group, cancel);
    }

    /// <summary>The rule in the list's own words.</summary>
    private async Task<string> RuleAsync(string? query, CancellationToken cancel)
    {
        if (queries.Narrowing(query ?? "") is not { Length: > 0 and <= ClientGroup.RuleLength } rule)
        {
            throw new RuleBrokenException("groups.error.noRule") { Field = "rule" };
        }

        var named = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(rule).GetValueOrDefault(GroupColumn.Name).SelectMany(v => (v ?? "").Split(',')).ToHashSet(StringComparer.Ordinal);
        if ((await catalog.ReadAsync(queries, cancel)).FirstOrDefault(g => !g.IsStatic && named.Contains(FormattableString.Invariant($"{g.Id}"))) is { } other)
        {
            throw new RuleBrokenException("groups.error.ruleOfRule", other.Name) { Field = "rule" }; // rules that name each other would have no end
        }

        return rule;
    }

    private async Task SaveAsync(ClientGroup group, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            catalog.Forget();
        }
        catch (DbUpdateException failure) when (rules.IsBroken<ClientGroup>(db, nameof(ClientGroup.NameKey), failure))
        {
            throw new RuleBrokenException("groups.error.sameName", group.Name) { Field = "name" };
        }
    }
}
