using System.Globalization;
using ClientSuite.Operations;
using ClientSuite.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace ClientSuite.Tests.Operations;

/// <summary>What the list of operations calls them.</summary>
public sealed class OperationTextsTests(TenantFixture<Sqlite> tenant) : TenantTests<Sqlite>(tenant)
{
    [Theory(DisplayName = "issue 2 §6: every kind of operation has a name in each language")]
    [InlineData("pt-BR")]
    [InlineData("en")]
    [InlineData("es")]
    public Task Named(string culture) => Host.InTenantAsync(Tenant.Name, scope =>
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var texts = scope.GetRequiredService<IStringLocalizer>();
        Assert.DoesNotContain(scope.GetServices<IOperationHandler>().Select(h => "operation." + h.Kind), key => texts[key].ResourceNotFound);
        return Task.CompletedTask;
    });
}
