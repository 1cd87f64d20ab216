using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ClientSuite.Clients;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>A client's photo.</summary>
public abstract class PhotoTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "002-38, 002-39 a photo is added by the form, shown in the header and in the list, changed and removed; the history says so")]
    public async Task Added_shown_removed()
    {
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Ana Foto" });
        using var admin = await Tenant.AdminAsync();
        Assert.Null((await admin.GetAsync($"admin/clients/{id}")).Document.QuerySelector("header.rec .avatar img"));
        var form = (await admin.GetAsync($"admin/clients/{id}/photo")).Is(HttpStatusCode.OK);
        Assert.Equal("Selecionar uma imagem para upload", form.Find(".photo-pick").TextContent.Trim());
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(admin, $"admin/clients/{id}/photo", form.Token, "foto.gif", TestImages.Png())).StatusCode);

        var src = (await admin.GetAsync($"admin/clients/{id}")).Find("header.rec .avatar img").GetAttribute("src")!; // the selector found it
        Assert.Equal(src, (await admin.GetAsync("admin/clients?q=Ana+Foto")).Find($"#row-{id} .avatar img").GetAttribute("src"));
        var photo = await admin.GetAsync(src);
        Assert.Equal(("image/png", "private, max-age=31536000, immutable"), (photo.Is(HttpStatusCode.OK).Message.Content.Headers.ContentType?.MediaType, photo.Message.Headers.GetValues("Cache-Control").Single().Replace("max-age=31536000, private", "private, max-age=31536000", StringComparison.Ordinal)));
        Assert.Contains("Foto", (await admin.GetAsync($"admin/clients/{id}/history")).Find("tbody").TextContent, StringComparison.Ordinal);

        using (var api = new ByteArrayContent(TestImages.Jpeg()))
        {
            (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{id}/photo", api)).Is(HttpStatusCode.NoContent);
        }

        (await admin.GetAsync(src)).Is(HttpStatusCode.NotFound);
        Assert.Equal("image/jpeg", (await Tenant.Api.GetAsync($"clients/{id}/photo")).Is(HttpStatusCode.OK).Message.Content.Headers.ContentType?.MediaType);
        (await Tenant.Api.DeleteAsync($"clients/{id}/photo")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.GetAsync($"clients/{id}/photo")).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "002-39 a photo is a change of the client: its ETag is another one, and an open form is stale; a sign-in is none")]
    public async Task A_new_version()
    {
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Eva Foto" });
        var number = long.Parse(id, CultureInfo.InvariantCulture);
        var before = (await Tenant.Api.GetAsync($"clients/{id}")).Message.Headers.ETag;
        await Tenant.InDatabaseAsync(async db =>
        {
            var client = await db.Clients.SingleAsync(c => c.Id == number);
            client.SignedIn(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc));
            return await db.SaveChangesAsync();
        });
        Assert.Equal(before, (await Tenant.Api.GetAsync($"clients/{id}")).Message.Headers.ETag);
        using (var photo = new ByteArrayContent(TestImages.Jpeg()))
        {
            (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{id}/photo", photo)).Is(HttpStatusCode.NoContent);
        }

        Assert.NotEqual(before, (await Tenant.Api.GetAsync($"clients/{id}")).Message.Headers.ETag);
    }

    [Fact(DisplayName = "002-39 anything but PNG, JPEG and WEBP by its content is refused, whatever its name")]
    public async Task Refused_by_content()
    {
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Bia Foto" });
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync($"admin/clients/{id}/photo")).Is(HttpStatusCode.OK);
        foreach (var bytes in new[] { "GIF89a\u0001\0\u0001\0"u8.ToArray(), "<svg/>"u8.ToArray(), TestImages.Png()[..60], [] })
        {
            using var refused = await PostAsync(admin, $"admin/clients/{id}/photo", form.Token, "foto.png", bytes);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        Assert.Equal("", await Tenant.InDatabaseAsync(db => db.Clients.Where(c => c.Id == long.Parse(id, CultureInfo.InvariantCulture)).Select(c => c.PhotoKey).SingleAsync()));
    }

    [Theory(DisplayName = "002-40, A23 a photo of 307,200 bytes is taken, one of 307,201 is refused")]
    [InlineData(307_200, HttpStatusCode.NoContent)]
    [InlineData(307_201, HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_limit(int size, HttpStatusCode answer)
    {
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Caio Foto" });
        using var content = new ByteArrayContent(TestImages.Png(size));
        (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{id}/photo", content)).Is(answer);
    }

    [Fact(DisplayName = "002-38 the form of a new client takes its photo")]
    public async Task With_a_new_client()
    {
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync("admin/clients/new")).Is(HttpStatusCode.OK);
        var fields = new (string, string)[]
        {
            ("Form.PersonKind", "natural"), ("Form.TradeName", "Duda Foto"), ("Form.LegalName", "Duda Foto"), ("Form.TaxId", Documents.Cpf(4711)), ("Form.Phone", "(31) 98888-7777"), ("Form.Email", "duda@foto.example"),
            ("Form.Blocked", "False"), ("Form.PostalCode", "30110-000"), ("Form.Street", "Rua A"), ("Form.Number", "1"), ("Form.District", "Centro"), ("Form.City", "Belo Horizonte"), ("Form.State", "MG"), ("Form.Country", "BR"),
            ("Form.NewId", form.Find("#Form_NewId").GetAttribute("value")!),
        };
        using var refused = await PostAsync(admin, "admin/clients/new", form.Token, "foto.png", "texto"u8.ToArray(), fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var added = await PostAsync(admin, "admin/clients/new", form.Token, "foto.png", TestImages.Png(), fields);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Equal(26, (await Tenant.InDatabaseAsync(db => db.Clients.Where(c => c.TradeName == "Duda Foto").Select(c => c.PhotoKey).SingleAsync())).Length);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpBrowser browser, string path, string token, string name, byte[] bytes, params (string Name, string Value)[] fields)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { file, "Photo", name } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        return await browser.Http.PostAsync(path, form);
    }
}

public sealed class PhotoOnSqlite(TenantFixture<Sqlite> tenant) : PhotoTests<Sqlite>(tenant);

public sealed class PhotoOnPostgres(TenantFixture<Postgres> tenant) : PhotoTests<Postgres>(tenant);
