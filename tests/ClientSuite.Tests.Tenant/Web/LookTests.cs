using System.Net;
using System.Net.Http.Headers;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>The tenant's logo and colour.</summary>
public abstract class LookTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3 §4, §5: the tenant's logo and colour are on its pages and the portal's door, and go as they came")]
    public async Task Chosen_and_taken_back()
    {
        using var web = await Tenant.AdminAsync();
        using var nobody = Tenant.Web();
        var page = (await web.GetAsync("admin/settings/look")).Is(HttpStatusCode.OK);
        (await nobody.GetAsync("theme.css")).Is(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(web, page.Token, "#0a7f5b", "<svg/>"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(web, page.Token, "verde", [])).Status);
        (await PostAsync(web, page.Token, "#0a7f5b", TestImages.Png())).Is(HttpStatusCode.Redirect);

        var door = (await nobody.GetAsync("portal/sign-in")).Is(HttpStatusCode.OK);
        var logo = door.Find(".cs-logo img").GetAttribute("src")!; // the selector found it
        Assert.Equal("image/png", (await nobody.GetAsync(logo)).Is(HttpStatusCode.OK).Message.Content.Headers.ContentType?.MediaType);
        var colours = door.Find("link[href*='theme.css']").GetAttribute("href")!; // the selector found it
        Assert.Contains("--cs-accent:#0a7f5b;", (await nobody.GetAsync(colours)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Cor", (await web.GetAsync("admin/history")).Text, StringComparison.Ordinal);
        (await nobody.GetAsync("logo/" + new string('0', 26))).Is(HttpStatusCode.NotFound);

        (await PostAsync(web, page.Token, null, [], remove: true)).Is(HttpStatusCode.Redirect);
        Assert.Null((await nobody.GetAsync("portal/sign-in")).Document.QuerySelector(".cs-logo img, link[href*='theme.css']"));
        (await nobody.GetAsync(logo)).Is(HttpStatusCode.NotFound);
    }

    private static async Task<WebPage> PostAsync(HttpBrowser web, string token, string? accent, byte[] logo, bool remove = false)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent(accent is null ? "false" : "true"), "Form.HasAccent" },
            { new StringContent(accent ?? ""), "Form.Accent" },
            { new StringContent(remove ? "true" : "false"), "Form.RemoveLogo" },
        };
        if (logo.Length > 0)
        {
            var file = new ByteArrayContent(logo);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(file, "Form.Logo", "logo.png");
        }

        return await web.SendAsync(new HttpRequestMessage(HttpMethod.Post, "admin/settings/look") { Content = form });
    }
}

public sealed class LookOnSqlite(TenantFixture<Sqlite> tenant) : LookTests<Sqlite>(tenant);

public sealed class LookOnPostgres(TenantFixture<Postgres> tenant) : LookTests<Postgres>(tenant);
