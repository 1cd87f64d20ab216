using ClientSuite.Users.Contracts;
using Xunit;

namespace ClientSuite.Tests.Users.Profile;

public sealed class ProfileTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "Chrome, Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux")]
    [InlineData("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("strange", null)]
    [InlineData(null, null)]
    public void A_session_is_told_by_browser_and_system(string? userAgent, string? text) => Assert.Equal(text, Browsers.Describe(userAgent));

    [Fact]
    public void The_authenticator_uri_escapes_names() =>
        Assert.Equal("otpauth://totp/Ag%C3%AAncia%20%26%20Filhos:ana%40x.com?secret=ABC&issuer=Ag%C3%AAncia%20%26%20Filhos&digits=6",
            SecondFactor.Uri("Agência & Filhos", "ana@x.com", "ABC"));
}
