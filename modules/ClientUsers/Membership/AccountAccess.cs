using System.Collections.Frozen;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;

namespace ClientSuite.ClientUsers;

/// <summary>Why an account shows what it shows.</summary>
internal enum AccountState
{
    Open,
    Disabled,
    Blocked,
    Suspended,
    NoPlan,
}

/// <summary>What an account may do at this moment: what was granted, gated by the states of the user, the client and its plan. Nothing is
/// rewritten when a state changes (T3, 003-75).</summary>
internal sealed record AccountAccess(AccountState State, FrozenSet<string> Permissions, int ChatLevel)
{
    /// <param name="account">The account.</param>
    /// <param name="isBlocked">The client is blocked.</param>
    /// <param name="plan">The client's plan.</param>
    /// <param name="all">Every permission that can be granted.</param>
    public static AccountAccess Of(ClientMembership account, bool isBlocked, ClientPlan plan, IEnumerable<string> all) => (isBlocked, account.IsEnabled, plan) switch
    {
        (true, _, _) => Closed(AccountState.Blocked), // the gravest first (T2)
        (_, false, _) => Closed(AccountState.Disabled),
        (_, _, ClientPlan.Suspended) => Unpaid(account, AccountState.Suspended),
        (_, _, ClientPlan.None) => Unpaid(account, AccountState.NoPlan),
        _ when account.IsOwner => Open([.. all, PortalPermissions.ManagePermissions], ClientMembership.TopLevel),
        _ => Open(account.Granted.Intersect(all, StringComparer.Ordinal), account.ChatLevel),
    };

    /// <summary>Conversations may be routed to the user (T5): online, and let in.</summary>
    public bool IsAvailable(Presence presence) => State == AccountState.Open && presence.IsOnline;

    private static AccountAccess Open(IEnumerable<string> permissions, int chatLevel) => new(AccountState.Open, Set([PortalAccess.Enter, .. permissions]), chatLevel);

    /// <summary>The first user may pay or contract a plan; the others see no page (003-73, 003-74).</summary>
    private static AccountAccess Unpaid(ClientMembership account, AccountState state) =>
        account.IsOwner ? new(state, Set([PortalAccess.Enter, PortalPermissions.ManageSubscription]), 0) : Closed(state);

    private static AccountAccess Closed(AccountState state) => new(state, [], 0);

    private static FrozenSet<string> Set(IEnumerable<string> permissions) => permissions.ToFrozenSet(StringComparer.Ordinal);
}
