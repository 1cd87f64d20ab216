using ClientSuite.Access;
using ClientSuite.ClientUsers;
using ClientSuite.ClientUsers.Contracts;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>The table T3: what a user may do, by the states of user, client and plan.</summary>
public sealed class AccountAccessTests
{
    private static readonly string[] All = [PortalPermissions.Chat, PortalPermissions.ViewPhones, PortalPermissions.ManageSubscription, "Portal.Invoices"];

    [Fact(DisplayName = "003-71 T3: with a plan the first user has every general permission, manages the others' and has chat level 6")]
    public void The_first_user_has_everything()
    {
        var access = Of(First());
        Assert.Equal([.. All, PortalAccess.Enter, PortalPermissions.ManagePermissions], access.Permissions.ToHashSet());
        Assert.Equal(6, access.ChatLevel);
    }

    [Fact(DisplayName = "001-45, 001-46, 003-72 T3: with a plan the others have Chat, chat level 6 and the contacts' phone, and nothing else")]
    public void The_others_begin_limited()
    {
        var access = Of(Another());
        Assert.Equal([PortalAccess.Enter, PortalPermissions.Chat, PortalPermissions.ViewPhones], access.Permissions.ToHashSet());
        Assert.Equal(6, access.ChatLevel);
    }

    [Theory(DisplayName = "003-73 T3: without a plan in force the first user sees the subscription page alone")]
    [InlineData(ClientPlan.None, "NoPlan")]
    [InlineData(ClientPlan.Suspended, "Suspended")]
    public void Without_a_plan_the_first_user_may_only_pay(ClientPlan plan, string state)
    {
        var access = Of(First(), plan: plan);
        Assert.Equal([PortalAccess.Enter, PortalPermissions.ManageSubscription], access.Permissions.ToHashSet());
        Assert.Equal((0, state), (access.ChatLevel, access.State.ToString()));
    }

    [Theory(DisplayName = "003-74 T3: without a plan in force the others have no page")]
    [InlineData(ClientPlan.None)]
    [InlineData(ClientPlan.Suspended)]
    public void Without_a_plan_the_others_see_nothing(ClientPlan plan) => Assert.Empty(Of(Another(), plan: plan).Permissions);

    [Fact(DisplayName = "003-75 T3: contracting a plan brings back what was granted, because nothing was rewritten")]
    public void A_plan_lifts_the_gate()
    {
        var user = Another();
        user.Grant(["Portal.Invoices"]);
        user.GrantChat(2);
        Assert.Empty(Of(user, plan: ClientPlan.None).Permissions);
        var access = Of(user);
        Assert.Equal([PortalAccess.Enter, "Portal.Invoices"], access.Permissions.ToHashSet());
        Assert.Equal(2, access.ChatLevel);
    }

    [Theory(DisplayName = "003-69 T3: a disabled user has access to nothing, whatever the plan; at a blocked client nobody has (T2)")]
    [InlineData(true, false, "Disabled")]
    [InlineData(false, false, "Disabled")]
    [InlineData(true, true, "Blocked")]
    [InlineData(false, true, "Blocked")]
    public void Disabled_and_blocked_close(bool isFirst, bool isBlocked, string state)
    {
        var user = isFirst ? First() : Another();
        user.Enable(false);
        foreach (var plan in Enum.GetValues<ClientPlan>())
        {
            var access = AccountAccess.Of(user, isBlocked, plan, All);
            Assert.Empty(access.Permissions);
            Assert.Equal((state, 0), (access.State.ToString(), access.ChatLevel));
        }
    }

    [Fact]
    public void A_permission_that_no_module_knows_any_more_is_worth_nothing()
    {
        var user = Another();
        user.Grant([PortalPermissions.Chat, "Portal.Gone", "EditClients"]);
        Assert.Equal([PortalAccess.Enter, PortalPermissions.Chat], Of(user).Permissions.ToHashSet());
    }

    [Fact(DisplayName = "003-76 the first user's own permissions are not granted nor taken")]
    public void The_first_user_is_not_granted()
    {
        Assert.Throws<RuleBrokenException>(() => First().Grant([]));
        Assert.Throws<RuleBrokenException>(() => First().GrantChat(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Another().GrantChat(7));
    }

    [Fact]
    public void The_first_user_stays_until_another_takes_the_place()
    {
        var first = First();
        Assert.Throws<RuleBrokenException>(() => first.Remove(DateTime.UnixEpoch, isAlone: false));
        first.StepDown();
        first.Remove(DateTime.UnixEpoch, isAlone: false);
        Assert.True(first.IsDeleted);
    }

    private static ClientMembership First() => ClientMembership.Create(1, 2, "Ana", "ana@x.example", isOwner: true);

    private static ClientMembership Another() => ClientMembership.Create(1, 3, "Bia", "bia@x.example", isOwner: false);

    private static AccountAccess Of(ClientMembership user, ClientPlan plan = ClientPlan.Active) => AccountAccess.Of(user, isBlocked: false, plan, All);
}
