using ClientSuite.ClientUsers;
using ClientSuite.ClientUsers.Contracts;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>The online flag (T5) and the code of the first sign-in (A2), by a clock that the test moves.</summary>
public sealed class PresenceTests
{
    private DateTime _now = new(2026, 12, 1, 8, 0, 0, DateTimeKind.Utc);

    [Fact(DisplayName = "003-61, 003-62, 003-63 T5: signing in puts online, signing out and one's own switch put offline")]
    public void The_flag_follows_sign_in_sign_out_and_the_switch()
    {
        var presence = new Presence { MembershipId = 1 };
        Assert.False(presence.IsOnline);
        presence.SignIn(_now, isEnabled: true);
        Assert.Equal((true, _now, _now), (presence.IsOnline, presence.OnlineChangedUtc, presence.LastLoginUtc));
        presence.SetOnline(false, Later(5));
        Assert.Equal((false, _now), (presence.IsOnline, presence.OnlineChangedUtc));
        presence.SetOnline(true, Later(5));
        presence.SignOut(Later(5));
        Assert.False(presence.IsOnline);
        presence.SignIn(Later(5), isEnabled: false);
        Assert.Equal((false, _now), (presence.IsOnline, presence.LastLoginUtc)); // A17
    }

    [Fact(DisplayName = "003-58, 003-59 T5: conversations are routed to whoever is online, enabled and let in; never to the others")]
    public void Who_may_be_routed_to()
    {
        var user = ClientMembership.Create(1, 2, "Bia", "bia@x.example", isOwner: false);
        var presence = new Presence();
        Assert.False(Available());
        presence.SignIn(_now, isEnabled: true);
        Assert.True(Available());
        Assert.False(Available(isBlocked: true));
        Assert.False(Available(plan: ClientPlan.Suspended));
        Assert.False(Available(plan: ClientPlan.None));
        user.Enable(false);
        Assert.False(Available());

        bool Available(bool isBlocked = false, ClientPlan plan = ClientPlan.Active) => AccountAccess.Of(user, isBlocked, plan, []).IsAvailable(presence);
    }

    [Fact(DisplayName = "001-49 A2: the right code of six digits is good once, within ten minutes")]
    public void A_code_is_good_once()
    {
        var presence = new Presence { MembershipId = 7 };
        var code = presence.NewCode(_now);
        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(CodeOutcome.Right, presence.Try(code, Later(9)));
        Assert.Equal(CodeOutcome.Spent, presence.Try(code, _now));

        var late = presence.NewCode(_now);
        Assert.Equal(CodeOutcome.Spent, presence.Try(late, Later(10)));
    }

    [Fact(DisplayName = "001-49 A2: after five wrong tries even the right code is refused, and another one helps")]
    public void Five_tries()
    {
        var presence = new Presence { MembershipId = 7 };
        var code = presence.NewCode(_now);
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.All(Enumerable.Range(1, 4), _ => Assert.Equal(CodeOutcome.Wrong, presence.Try(wrong, _now)));
        Assert.Equal(CodeOutcome.Spent, presence.Try(wrong, _now));
        Assert.Equal(CodeOutcome.Spent, presence.Try(code, _now));
        Assert.Equal(CodeOutcome.Right, presence.Try(presence.NewCode(_now), _now));
    }

    [Fact]
    public void Another_code_takes_a_minute_and_ends_the_one_before()
    {
        var presence = new Presence { MembershipId = 7 };
        Assert.True(presence.MaySendCode(_now));
        var first = presence.NewCode(_now);
        Assert.False(presence.MaySendCode(_now.AddSeconds(59)));
        Assert.True(presence.MaySendCode(Later(1)));
        var second = presence.NewCode(_now);
        Assert.True(first == second || presence.Try(first, _now) == CodeOutcome.Wrong);
        Assert.Equal(CodeOutcome.Right, presence.Try(second, _now));
    }

    private DateTime Later(int minutes) => _now = _now.AddMinutes(minutes);
}
