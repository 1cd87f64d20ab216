using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>A CEP completes an address.</summary>
public sealed class AddressLookupTests(TenantFixture<Sqlite> tenant) : TenantTests<Sqlite>(tenant)
{
    [Fact(DisplayName = "000-26 a CEP answers street, district, city and UF, in any notation, and is asked for once")]
    public async Task Found()
    {
        using var web = await Tenant.AdminAsync();
        var found = (await web.GetAsync("admin/cep/01001-000")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("\"street\":\"Praça da Sé\",\"district\":\"Sé\",\"city\":\"São Paulo\",\"state\":\"SP\"", System.Text.RegularExpressions.Regex.Unescape(found), StringComparison.Ordinal);
        var asked = Tenant.Host.PostalCodes.Asked;
        Assert.Equal(found, (await web.GetAsync("admin/cep/01001000")).Is(HttpStatusCode.OK).Text);
        Assert.Equal(asked, Tenant.Host.PostalCodes.Asked);
        Assert.Contains("\"street\":\"\"", (await web.GetAsync("admin/cep/" + FakeViaCep.WholeCity)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §2: a CEP that nobody knows is said to be unknown, and asked for once")]
    public async Task Unknown()
    {
        using var web = await Tenant.AdminAsync();
        Assert.Contains("\"isUnknown\":true", (await web.GetAsync("admin/cep/" + FakeViaCep.Unknown)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var asked = Tenant.Host.PostalCodes.Asked;
        Assert.Contains("\"isUnknown\":true", (await web.GetAsync("admin/cep/" + FakeViaCep.Unknown)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(asked, Tenant.Host.PostalCodes.Asked);
        Assert.Contains("\"isUnknown\":false", (await web.GetAsync("admin/cep/" + FakeViaCep.WholeCity)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "issue 3 §2: a text that is no CEP, and a service that is broken, slow or talks nonsense, are silence")]
    [InlineData("123")]
    [InlineData(FakeViaCep.Broken)]
    [InlineData(FakeViaCep.Slow)]
    [InlineData(FakeViaCep.Garbage)]
    public async Task Silent(string code)
    {
        using var web = await Tenant.AdminAsync();
        (await web.GetAsync("admin/cep/" + code)).Is(HttpStatusCode.NoContent);
    }

    [Fact(DisplayName = "issue 3 §2: only who may write clients asks for addresses")]
    public async Task For_staff()
    {
        using var web = Tenant.Web();
        (await web.GetAsync("admin/cep/01001000")).Is(HttpStatusCode.Redirect);
    }
}
