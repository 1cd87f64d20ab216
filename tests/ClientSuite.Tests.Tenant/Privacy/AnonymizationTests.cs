using System.IO.Compression;
using System.Net;
using System.Text;
using ClientSuite.Access;
using ClientSuite.Clients;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Privacy;

/// <summary>A client is made nobody's: DOMAIN.md 3(g), "Anonymisation recipe".</summary>
public abstract class AnonymizationTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3 §6: after an anonymisation nothing that says who it was stands in any table or file, the history verifies, and ids, dates and counts are there")]
    public async Task Nothing_is_left()
    {
        var person = await Tenant.Api.AddPersonAsync();
        var number = PrivacyFixture.Number(person.Id);
        await Tenant.VerifyAsync(person.User);
        using (await Tenant.PortalAsync(person.Email))
        using (var portal = Tenant.Web())
        {
            (await portal.TryPortalAsync(person.Email, "Errada1234")).Is(HttpStatusCode.UnprocessableEntity); // an attempt that the history remembers
        }

        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "left-" + person.Id, Kind = "message", ToAddress = person.Email, Subject = person.Name, Text = "Para " + person.Name, Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            return await db.SaveChangesAsync();
        });
        var errors = await ImportOfAsync(person);
        await Tenant.Api.ExportAsync(person.Id, withNotes: true);
        var before = await Tenant.InDatabaseAsync(async db => (
            Acts: await db.Set<HistoryEntry>().CountAsync(e => e.ClientId == number),
            Mails: await db.Set<EmailMessage>().CountAsync(m => m.ClientId == number),
            Created: await db.Set<Client>().Where(c => c.Id == number).Select(c => c.CreatedUtc).SingleAsync()));
        Assert.Contains(await Tenant.InDatabaseAsync(PrivacyFixture.AllTextsAsync), t => t.Text.Contains(person.Name, StringComparison.OrdinalIgnoreCase)); // the look finds what is there

        (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = "Outro nome" })).Is(HttpStatusCode.UnprocessableEntity);
        var begun = (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Name })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());

        var left = from text in await Tenant.InDatabaseAsync(PrivacyFixture.AllTextsAsync)
                   from mark in person.Marks
                   where text.Text.Contains(mark, StringComparison.OrdinalIgnoreCase)
                   select $"{text.Table}: {text.Text}";
        Assert.Empty(left);
        Assert.False(File.Exists(errors));
        var folder = Path.Combine(Host.Data, "Sites", Tenant.Name);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("tenant.db", StringComparison.Ordinal)))
        {
            var content = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file));
            Assert.All(person.Marks, mark => Assert.DoesNotContain(mark, content, StringComparison.OrdinalIgnoreCase));
        }

        var client = await Tenant.InDatabaseAsync(db => db.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == number));
        Assert.Equal($"Titular anonimizado #{person.Id}", client.TradeName);
        Assert.Equal(("", "", "", "", "", null, "Indicação", before.Created), (client.TaxId, client.Emails, client.Phones, client.Street, client.City, client.BirthDate, client.Origin, client.CreatedUtc));
        Assert.Equal(before.Mails, await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().CountAsync(m => m.ClientId == number)));
        Assert.True(await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().CountAsync(e => e.ClientId == number)) > before.Acts);
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).CountAsync(u => u.Kind == UserKind.Portal && u.Email == person.Email)));
        Assert.Empty((await Tenant.Api.GetAsync("clients?q=zimb%C3%B3rio")).Is(HttpStatusCode.OK)["items"]!.AsArray());
        var admin = await Tenant.InDatabaseAsync(db => db.Set<User>().Select(u => u.Id).SingleAsync());
        var foreign = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().Where(e => e.ClientId == number && e.UserId != admin).ToListAsync());
        Assert.Contains(foreign, e => e.Kind == "login");
        Assert.Contains(foreign, e => e.Kind == "loginFailed");
        Assert.All(foreign, e => Assert.Null(e.RemoteIp));
        await VerifiesAsync();

        using var web = await Tenant.AdminAsync();
        Assert.Contains("[removido]", (await web.GetAsync($"admin/clients/{person.Id}/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Anonimizado em", (await web.GetAsync($"admin/clients/{person.Id}/privacy")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var done = (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Id })).Is(HttpStatusCode.Conflict);
        Assert.Contains("já foi anonimizado", done.Text, StringComparison.Ordinal);
        (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/exports", new { })).Is(HttpStatusCode.Conflict);
    }

    [Fact(DisplayName = "issue 3 §6: mails to an address are the person's whatever its capitals, in the export and in the anonymisation")]
    public async Task Capitals()
    {
        var (id, _) = await Tenant.Api.AddClientAsync("Maiúscula", "MariNa@Capitais.example");
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "capitals-" + id, Kind = "clientusers.mail.reset", ToAddress = "MariNa@capitais.example", Subject = "Nova senha", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            return await db.SaveChangesAsync();
        });
        var (zip, _) = await Tenant.Api.ExportAsync(id);
        using (var archive = new ZipArchive(new MemoryStream(zip)))
        using (var data = new StreamReader(archive.GetEntry("data.json")!.Open())) // every export has it
        {
            Assert.Contains("Nova senha", await data.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        var begun = (await Tenant.Api.PostAsync($"clients/{id}/privacy/anonymization", new { confirm = id })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());
        Assert.Empty((await Tenant.InDatabaseAsync(PrivacyFixture.AllTextsAsync)).Where(t => t.Text.Contains("marina@capitais", StringComparison.OrdinalIgnoreCase)).Select(t => $"{t.Table}: {t.Text}"));
    }

    [Fact(DisplayName = "issue 3 §6: a client that was made nobody's gets no data back: not by its form, the API, a merge, an import or a bulk change")]
    public async Task Nothing_comes_back()
    {
        var person = await Tenant.Api.AddPersonAsync();
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Alguém" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{person.Id}/edit")).Is(HttpStatusCode.OK);
        var begun = (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Name })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());
        var name = $"Titular anonimizado #{person.Id}";
        var refusal = name + " foi anonimizado e não recebe dados de volta.";

        Assert.Contains(refusal, (await Tenant.Api.PatchAsync("clients/" + person.Id, new { email = "volta@sumir.example" })).Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        (await Tenant.Api.PatchAsync("clients/" + person.Id, new { fields = new { cor = "azul" } })).Is(HttpStatusCode.Conflict);
        using (var photo = new ByteArrayContent(TestImages.Png()))
        {
            (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{person.Id}/photo", photo)).Is(HttpStatusCode.Conflict);
        }

        (await Tenant.Api.PostAsync($"clients/{person.Id}/merge", new { merge = other })).Is(HttpStatusCode.Conflict);
        (await Tenant.Api.PostAsync($"clients/{other}/merge", new { merge = person.Id })).Is(HttpStatusCode.Conflict);
        (await Tenant.Api.GetAsync("clients/" + other)).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{person.Id}/edit", HttpBrowser.Filled(form, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        Assert.Contains(refusal, (await web.GetAsync("admin/clients/" + person.Id)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var import = (await Tenant.Api.ImportAsync(Tables.Csv("id,email", person.Id + ",volta@sumir.example"), "volta.csv", ("match", "id"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal(1, (await Tenant.Api.EndOfAsync(import))["rejected"]!.GetValue<int>());
        Assert.Contains(refusal, (await Tenant.Api.GetAsync($"operations/{import}/errors")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var change = (await Tenant.Api.PostAsync("clients/bulk/change", new { ids = new[] { person.Id, other }, with = new { field = "city", value = "Campinas" } })).Is(HttpStatusCode.Accepted);
        Assert.Equal((1, 1), (change["changes"]!.GetValue<int>(), change["alreadyDone"]!.GetValue<int>()));
        await Tenant.Api.EndOfAsync(change["id"]!.GetValue<string>());

        var number = PrivacyFixture.Number(person.Id);
        var client = await Tenant.InDatabaseAsync(db => db.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == number));
        Assert.Equal((name, "", "", "", ""), (client.TradeName, client.Emails, client.TaxId, client.City, client.PhotoKey));
        Assert.DoesNotContain("azul", client.Fields, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §6: what became the client by a merge goes with it, the merge cannot be undone, and a user of two clients stays at the other")]
    public async Task Merged_and_shared()
    {
        var (kept, merged) = (await Tenant.Api.AddPersonAsync(), await Tenant.Api.AddPersonAsync());
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Outra empresa" });
        (await Tenant.Api.PostAsync($"clients/{other}/users", new { name = "Na outra", email = kept.Email })).Is(HttpStatusCode.Created);
        var merge = (await Tenant.Api.PostAsync($"clients/{kept.Id}/merge", new { merge = merged.Id })).Is(HttpStatusCode.OK);
        var begun = (await Tenant.Api.PostAsync($"clients/{kept.Id}/privacy/anonymization", new { confirm = "#" + kept.Id })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());

        var texts = await Tenant.InDatabaseAsync(PrivacyFixture.AllTextsAsync);
        Assert.Empty(texts.Where(t => merged.Marks.Take(4).Any(m => t.Text.Contains(m, StringComparison.OrdinalIgnoreCase))).Select(t => $"{t.Table}: {t.Text}"));
        // The identity and what it was sent are the other client's data now; nothing else says who it was.
        string[] shared = ["Users_User", "Email_Message", "History_Entry", "History_Line", "ClientUsers_Membership"];
        Assert.Empty(texts.Where(t => t.Text.Contains(kept.Cpf, StringComparison.Ordinal) || (!shared.Contains(t.Table) && t.Text.Contains(kept.Name, StringComparison.OrdinalIgnoreCase))).Select(t => $"{t.Table}: {t.Text}"));
        var number = PrivacyFixture.Number(kept.Id);
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().CountAsync(e => e.ClientId == number && e.RecordName == kept.Name)));
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.Conflict);
        Assert.Equal(kept.Email, (await Tenant.Api.GetAsync($"clients/{other}/users")).Is(HttpStatusCode.OK)["items"]![0]!["email"]!.GetValue<string>());
        await VerifiesAsync();
    }

    [Fact(DisplayName = "issue 3 §6: a legal hold, an import under way, or a module that is off with rows of the client forbid it, and say so")]
    public async Task Obstacles()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        var person = await api.AddPersonAsync();
        (await api.PutAsync($"clients/{person.Id}/privacy/hold", new { reason = "" })).Is(HttpStatusCode.UnprocessableEntity);
        (await api.PutAsync($"clients/{person.Id}/privacy/hold", new { reason = "Processo 0001" })).Is(HttpStatusCode.NoContent);
        var held = (await api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Id })).Is(HttpStatusCode.Conflict);
        Assert.Contains("Processo 0001", held.Text, StringComparison.Ordinal);
        using (var web = new HttpBrowser(Host.Address(other)))
        {
            await web.SignInAsync();
            var dialog = (await web.GetAsync($"admin/clients/{person.Id}/privacy/anonymize")).Is(HttpStatusCode.OK);
            Assert.Null(dialog.Document.QuerySelector("#Typed"));
            Assert.Contains("Processo 0001", (await web.GetAsync($"admin/clients/{person.Id}")).Text, StringComparison.Ordinal); // the strip above every page
            (await api.DeleteAsync("clients/" + person.Id)).Is(HttpStatusCode.NoContent);
            var purge = (await web.GetAsync($"admin/clients/trash/{person.Id}/purge")).Is(HttpStatusCode.OK);
            (await web.PostAsync($"admin/clients/trash/{person.Id}/purge", HttpBrowser.Filled(purge, "form.cs-form", ("Typed", person.Name)))).Is(HttpStatusCode.Redirect);
            (await api.PostAsync($"clients/{person.Id}/restore")).Is(HttpStatusCode.OK); // it was not erased
        }

        (await api.DeleteAsync($"clients/{person.Id}/privacy/hold")).Is(HttpStatusCode.NoContent);
        (await api.PostAsync("features", new { enable = Array.Empty<string>(), disable = new[] { "Notes" } })).Is(HttpStatusCode.OK);
        var obstacles = (await api.GetAsync($"clients/{person.Id}/privacy/anonymization")).Is(HttpStatusCode.OK)["obstacles"]!.AsArray().Select(o => o!.GetValue<string>()).ToList();
        Assert.Contains(obstacles, o => o.Contains("Notes", StringComparison.Ordinal));
        (await api.PostAsync("features", new { enable = new[] { "Notes" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);

        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            db.Add(new Operation { PublicId = new string('A', 26), Kind = "clients.import", Title = "lista.csv", State = OperationState.Paused, CreatedUtc = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });
        Assert.Contains("lista.csv", (await api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Id })).Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Assert.Equal(person.Name, (await api.GetAsync("clients/" + person.Id))["tradeName"]!.GetValue<string>());
    }

    [Fact(DisplayName = "issue 3 §6: an anonymisation is neither paused nor cancelled, and one that failed is begun again by itself")]
    public async Task It_ends()
    {
        var person = await Tenant.Api.AddPersonAsync();
        var number = PrivacyFixture.Number(person.Id);
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new Operation { PublicId = "01KAFAILEDFAILEDFAILEDFAIL", Kind = "privacy.anonymize", Title = "x", State = OperationState.Failed, CreatedUtc = DateTime.UtcNow });
            db.Add(new Anonymization { ClientId = number, OperationId = "01KAFAILEDFAILEDFAILEDFAIL", StartedUtc = DateTime.UtcNow, UserName = "admin" });
            return await db.SaveChangesAsync();
        });
        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.FinishAnonymizations").RunAsync(CancellationToken.None));
        var operation = await Tenant.InDatabaseAsync(db => db.Anonymizations.Where(a => a.ClientId == number).Select(a => a.OperationId).SingleAsync());
        var stop = await Tenant.Api.PostAsync($"operations/{operation}/cancel");
        Assert.Equal(HttpStatusCode.Conflict, stop.Status); // under way, or over: never cancelled
        await Tenant.Api.EndsWellAsync(operation);
        Assert.NotNull(await Tenant.InDatabaseAsync(db => db.Anonymizations.Where(a => a.ClientId == number).Select(a => a.FinishedUtc).SingleAsync()));
    }

    private async Task VerifiesAsync() => await Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var verdict = await scope.GetRequiredService<IHistoryProof>().VerifyAsync(CancellationToken.None);
        Assert.Null(verdict.BrokenEntryId);
        Assert.True(verdict.ErasedLines > 0);
    });

    /// <summary>An import whose file of rejected rows names the person; answers where that file lies.</summary>
    private async Task<string> ImportOfAsync(Person person)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes($"tradeName,taxId,email\n{person.Name},000,{person.Email}\n")), "file", "lista.csv" } };
        var answer = await Tenant.Api.SendAsync(HttpMethod.Post, "clients/import", form);
        var operation = answer["id"]!.GetValue<string>();
        await Tenant.Api.EndsWellAsync(operation);
        var path = Path.Combine(Host.Data, "Sites", Tenant.Name, "files", "operations", operation + "-errors.csv");
        Assert.Contains(person.Name, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        return path;
    }
}

public sealed class AnonymizationOnSqlite(TenantFixture<Sqlite> tenant) : AnonymizationTests<Sqlite>(tenant);

public sealed class AnonymizationOnPostgres(TenantFixture<Postgres> tenant) : AnonymizationTests<Postgres>(tenant);
