using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using Xunit;

namespace ClientSuite.Tests.Users.Passwords;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("Abcdefg1", "")]
    [InlineData("Abcde1", "length")]
    [InlineData("abcdefg1", "upper")]
    [InlineData("ABCDEFG1", "lower")]
    [InlineData("Abcdefgh", "digit")]
    [InlineData("", "length upper lower digit")]
    [InlineData(null, "length upper lower digit")]
    public void Each_rule_of_the_seed_is_checked(string? password, string broken) =>
        Assert.Equal(broken, string.Join(' ', PasswordRules.Broken(password)));

    // Identity's own validator counts ASCII letters and digits alone: a rule that the page shows as met must not fail there.
    [Fact]
    public void Letters_and_digits_beyond_ascii_do_not_count() =>
        Assert.Equal(["upper", "lower", "digit"], PasswordRules.Broken("ÁÉáé٣٤٥٦"));
}

public sealed class PasswordLinkRootTests
{
    [Theory]
    [InlineData("https://crm.example.com/", "", "evil.example", "https://crm.example.com/acme")]
    [InlineData("", "acme.example.com", "evil.example", "http://acme.example.com/acme")]
    [InlineData("", "acme.example.com", "acme.example.com:8080", "http://acme.example.com:8080/acme")]
    [InlineData("", "*.example.com, acme.test", "shop.example.com", "http://shop.example.com/acme")]
    [InlineData("", "*.example.com, acme.test", "example.com.evil", "http://acme.test/acme")]
    [InlineData("", "acme.test;shop.test", "evil.example", "http://acme.test/acme")]
    [InlineData("", "", "127.0.0.1:5080", "http://127.0.0.1:5080/acme")]
    public void A_forged_host_does_not_reach_the_mail_where_another_is_known(string baseUrl, string hosts, string requestHost, string root) =>
        Assert.Equal(root, TenantRoot.Of(baseUrl, new ShellSettings { Name = "acme", TenantId = "", RequestUrlHost = hosts }.Hosts, "http", requestHost, "/acme"));

    [Theory]
    [InlineData("acme.test;shop.test")]
    [InlineData("acme.test, shop.test")]
    [InlineData("*.acme.test acme.test")]
    public void Without_a_request_the_first_of_the_hosts_is_the_address(string hosts) =>
        Assert.Equal("https://acme.test", new SiteSettings().KnownRoot(new ShellSettings { Name = "acme", TenantId = "", RequestUrlHost = hosts }));
}
