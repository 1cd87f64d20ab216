using ClientSuite.Users.SignIn;
using Xunit;

namespace ClientSuite.Tests.Users.SignIn;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/acme/admin/clients?q=ana", true)]
    [InlineData("/acme/admin", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("//evil.example/acme/", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example/acme/", false)]
    [InlineData("/other/admin", false)]
    [InlineData("/acmeevil/admin", false)]
    [InlineData("/acme/sign-in?to=x", false)]
    [InlineData("/acme/admin\r\nSet-Cookie: x", false)]
    public void Signing_in_leads_only_to_pages_of_the_same_tenant(string? to, bool accepted) =>
        Assert.Equal(accepted, ReturnUrl.Accepts(to, "/acme"));
}
