using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Privacy;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Privacy;

/// <summary>The export of everything about a client.</summary>
public abstract class ExportTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3 §6: an export holds every module's section, schema, documents and mails, and no secret in any of its entries")]
    public async Task Everything_and_no_secret()
    {
        var person = await Tenant.Api.AddPersonAsync();
        await Tenant.VerifyAsync(person.User);
        using (await Tenant.PortalAsync(person.Email))
        {
            // a session with address and browser
        }

        var number = PrivacyFixture.Number(person.Id);
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "open-" + person.Id, Kind = "message", ClientId = number, ToAddress = person.Email, Subject = "Boas-vindas", Text = "Olá, zaragatoa", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            db.Add(new EmailMessage { MessageId = "secret-" + person.Id, Kind = "message", ClientId = number, ToAddress = person.Email, Subject = "Link", Text = "https://x.example/segredo-do-link", IsSecret = true, Status = EmailStatus.Failed, CreatedUtc = DateTime.UtcNow });
            return await db.SaveChangesAsync();
        });
        var (bytes, _) = await Tenant.Api.ExportAsync(person.Id);
        var entries = Entries(bytes);

        var data = JsonNode.Parse(entries["data.json"])!;
        Assert.Equal(1, data["schemaVersion"]!.GetValue<int>());
        var sections = data["sections"]!;
        var record = sections["client"]!["records"]![0]!;
        Assert.Equal((person.Name, person.Cpf, "1987-04-03"), (record["tradeName"]!.GetValue<string>(), record["taxId"]!.GetValue<string>(), record["birthDate"]!.GetValue<string>()));
        Assert.EndsWith("Z", record["createdUtc"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(person.Email, sections["users"]!["accounts"]![0]!["email"]!.GetValue<string>());
        Assert.NotEmpty(sections["users"]!["sessions"]!.AsArray());
        Assert.Contains("Comentário visível", entries["data.json"], StringComparison.Ordinal);
        Assert.Contains("Olá, zaragatoa", entries["data.json"], StringComparison.Ordinal);
        Assert.Equal(["*", "complement"], sections["history"]!["changes"]!.AsArray().Select(c => c!["field"]!.GetValue<string>()));
        foreach (var (section, content) in sections.AsObject())
        {
            var known = JsonNode.Parse(entries["schema.json"])!["properties"]!["sections"]!["properties"]![section]!["properties"]!.AsObject();
            Assert.Equal(content!.AsObject().Select(l => l.Key), known.Select(l => l.Key));
        }

        var versions = sections["documents"]!["documents"]![0]!["versions"]!.AsArray();
        Assert.Equal(["um zaragatoa", "dois zaragatoa"], versions.Select(v => entries[v!["path"]!.GetValue<string>()]));
        Assert.All(entries.Keys, path => Assert.False(path.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(path)));

        // Not by default: what the team wrote for itself (000-58).
        Assert.DoesNotContain("Nota interna", entries["data.json"], StringComparison.Ordinal);
        Assert.DoesNotContain("Alerta zaragatoa", entries["data.json"], StringComparison.Ordinal);

        var secrets = await Tenant.InDatabaseAsync(async db =>
        {
            var user = await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).SingleAsync(u => u.Email == person.Email);
            var sessions = await db.Set<UserSession>().Where(s => s.UserId == user.Id).Select(s => s.Id).ToListAsync();
            Assert.NotEmpty(sessions);
            return new[] { user.PasswordHash, user.SecurityStamp, "segredo-do-link", Portal.Password, "PasswordHash", "codeHash" }.Concat(sessions).OfType<string>().ToList();
        });
        Assert.All(entries.Values, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase)));

        var act = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.ClientId == number && e.Kind == "dataExported"));
        Assert.Equal(TestHost.AdminName, act.UserName);
        Assert.NotNull(act.RemoteIp); // 000-73: whence it was asked for
    }

    [Fact(DisplayName = "issue 3 §6: internal notes leave in an export only where that was chosen")]
    public async Task Internal_notes_by_choice()
    {
        var person = await Tenant.Api.AddPersonAsync();
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{person.Id}/privacy/export")).Is(HttpStatusCode.OK);
        Assert.False(form.Find("#WithInternalNotes").HasAttribute("checked"));
        Assert.NotEmpty(form.Find("#WithInternalNotes-h").TextContent);
        var (bytes, export) = await Tenant.Api.ExportAsync(person.Id, withNotes: true);
        Assert.True(export["includesInternalNotes"]!.GetValue<bool>());
        var data = Entries(bytes)["data.json"];
        Assert.Contains("Nota interna: zaragatoa", data, StringComparison.Ordinal);
        Assert.Contains("Alerta zaragatoa", data, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §6: the link of an export is signed, ends with its time, and its file with it")]
    public async Task The_link_ends()
    {
        var person = await Tenant.Api.AddPersonAsync();
        var (_, export) = await Tenant.Api.ExportAsync(person.Id);
        var url = new Uri(export["url"]!.GetValue<string>());
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(url.ToString()[..^6] + "AAAAAA"))).StatusCode);
        using var web = await Tenant.AdminAsync();
        var tab = (await web.GetAsync($"admin/clients/{person.Id}/privacy")).Is(HttpStatusCode.OK);
        Assert.NotNull(tab.Document.QuerySelector("[data-copy*='/api/privacy/exports/links/']"));

        var id = PrivacyFixture.Number(export["id"]!.GetValue<string>());
        var key = await Tenant.InDatabaseAsync(db => db.PersonalDataExports.Where(e => e.Id == id).Select(e => e.StorageKey).SingleAsync());
        await Tenant.InDatabaseAsync(async db =>
        {
            var stored = await db.PersonalDataExports.SingleAsync(e => e.Id == id);
            db.Entry(stored).Property(e => e.ExpiresUtc).CurrentValue = DateTime.UtcNow.AddMinutes(-1);
            return await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(url)).StatusCode);
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            await scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.CleanExports").RunAsync(CancellationToken.None);
            Assert.Null(await scope.GetRequiredService<ClientSuite.Files.IFileStorage>().OpenAsync(PrivacyData.ExportArea, key, CancellationToken.None));
        });
    }

    [Fact(DisplayName = "issue 3 §6: without the permission nobody exports, and whoever manages jobs does not get the file")]
    public async Task Permission()
    {
        var person = await Tenant.Api.AddPersonAsync();
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.PostAsync($"clients/{person.Id}/privacy/exports", new { })).Is(HttpStatusCode.Unauthorized);
        var (_, export) = await Tenant.Api.ExportAsync(person.Id);
        (await Tenant.Api.GetAsync($"operations/{export["operationId"]}/result")).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.PostAsync("clients/999999999/privacy/exports", new { })).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/exports", new { days = 400 })).Is(HttpStatusCode.UnprocessableEntity);
    }

    private static Dictionary<string, string> Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open(), Encoding.UTF8);
            return reader.ReadToEnd();
        }, StringComparer.Ordinal);
    }
}

public sealed class ExportOnSqlite(TenantFixture<Sqlite> tenant) : ExportTests<Sqlite>(tenant);

public sealed class ExportOnPostgres(TenantFixture<Postgres> tenant) : ExportTests<Postgres>(tenant);
