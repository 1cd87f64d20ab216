using System.Globalization;
using System.Net;
using ClientSuite.Access;
using ClientSuite.ClientUsers;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Files;
using ClientSuite.Search;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>The global search: its page, and what it answers the palette.</summary>
public abstract class GlobalSearchTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "000-05, 000-06: one word finds records of every type, clients first, and each reader those that he may see")]
    public async Task Every_type()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "Zimbro Padaria" });
        await UserAsync(client, "Zimbro Silva", "silva@zimbro.example");
        (await Tenant.Api.PostAsync("client-groups", new { name = "Zimbro", classification = "Comercial" })).Is(HttpStatusCode.Created);
        await DocumentAsync(client, "zimbro.txt");
        await MailAsync(Mail("a@b.example", "Zimbro em promoção"));
        (await Tenant.Api.PostAsync($"clients/{client}/notes", new { text = "Zimbro de novo" })).Is(HttpStatusCode.Created);
        using var reader = await Tenant.StaffAsync("Zimbro Leitor", "zleitor", "ViewClients");
        using var mails = await Tenant.StaffAsync("Zimbro Carteiro", "zcarteiro", "ViewEmails");
        using var none = await Tenant.StaffAsync("Zimbro Visita", "zvisita");
        using var admin = await Tenant.AdminAsync();

        var found = await FindAsync(admin, "zimbro");
        Assert.Equal(["Clientes", "Grupos", "Usuários dos clientes", "Documentos", "E-mails", "Notas", "Usuários"], found.Select(h => h.Group).Distinct());
        foreach (var hit in found)
        {
            (await admin.GetAsync(hit.Href)).Is(HttpStatusCode.OK);
        }

        Assert.Equal(["Clientes"], (await FindAsync(reader, "zimbro")).Select(h => h.Group).Distinct());
        Assert.Equal(["E-mails"], (await FindAsync(mails, "zimbro")).Select(h => h.Group).Distinct());
        Assert.Empty(await FindAsync(none, "zimbro"));
        using var stranger = new HttpBrowser(Host.Address(await Tenant.AnotherAsync()));
        await stranger.SignInAsync();
        Assert.Empty(await FindAsync(stranger, "zimbro"));
    }

    [Fact(DisplayName = "000-05, 000-06, 000-08: a client's user is found by any part of name and e-mail, without accents or case, and leads to the users of its client while that is in use")]
    public async Task Users_of_clients()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "Olaria do Vale" });
        await UserAsync(client, "Conceição d'Ávila", "ceica@olaria.example");
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "conceicao avila", "ÁVILA", "nceiç", "ceica@olaria.example", "CEICA@Olaria", "olaria.ex" })
        {
            var hit = Assert.Single(await FindAsync(admin, text), h => h.Group == "Usuários dos clientes");
            Assert.Equal(("Conceição d'Ávila", "ceica@olaria.example · Olaria do Vale", $"/{Tenant.Name}/admin/clients/{client}/users"), (hit.Text, hit.Detail, hit.Href));
        }

        Assert.DoesNotContain(await FindAsync(admin, "conceicao ninguem"), h => h.Group == "Usuários dos clientes");
        (await Tenant.Api.DeleteAsync("clients/" + client)).Is(HttpStatusCode.NoContent);
        Assert.DoesNotContain(await FindAsync(admin, "conceicao avila"), h => h.Group == "Usuários dos clientes");
    }

    [Fact(DisplayName = "000-05, 000-08: of many users, one of long ago is found by a part of name and e-mail")]
    public async Task An_old_user()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "Muita gente" });
        await UserAsync(client, "Primeira Pessoa", "primeira@gente.example");
        await Tenant.InDatabaseAsync(async db =>
        {
            var users = Enumerable.Range(0, 1_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"outra{n}@gente.example"))
                .Select(email => new User { Kind = UserKind.Portal, UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), FullName = "Outra Pessoa", CreatedUtc = DateTime.UtcNow }).ToList();
            db.AddRange(users);
            await db.SaveChangesAsync();
            db.AddRange(users.Select(u => ClientMembership.Create(long.Parse(client, CultureInfo.InvariantCulture), u.Id, u.FullName, u.Email!, isOwner: false))); // set above
            return await db.SaveChangesAsync();
        });
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "meira pessoa", "primeira@gente", "Primeira@gente.example" })
        {
            Assert.Equal("Primeira Pessoa", Assert.Single(await FindAsync(admin, text), h => h.Group == "Usuários dos clientes").Text);
        }

        Assert.Equal(6, (await FindAsync(admin, "pessoa gente")).Count(h => h.Group == "Usuários dos clientes"));
    }

    [Fact(DisplayName = "000-05, 000-06: what was stored before its type could be found is found after the migration, of modules that are not enabled any more too")]
    public async Task Stored_before()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "De outros tempos" });
        await UserAsync(client, "Zulmira Açafrão", "zulmira@antigo.example");
        await DocumentAsync(client, "Açafrão 123.456.789-09.txt", "Colheita");
        await MailAsync(Mail("sementes@antigo.example", "Safra de açafrão"));
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync("admin/privacy/requests/edit")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/privacy/requests/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.RequesterName", "Zulmira Açafrão"), ("Form.RequesterContact", "zulmira@antigo.example"),
            ("Form.Type", "Access"), ("Form.Details", "Quero tudo"), ("Form.Proof", "RG")))).Is(HttpStatusCode.Redirect);
        string[] groups = ["Usuários dos clientes", "Documentos", "E-mails", "Pedidos de titulares"];
        Assert.Equal(groups, (await FindAsync(admin, "açafrão")).Select(h => h.Group));
        Assert.Equal(4, await Tenant.InDatabaseAsync(async db =>
        {
            await db.Set<SearchEntry>().Where(e => e.RecordType == "Files.Document" || e.RecordType == "ClientUsers.Membership" || e.RecordType == "Privacy.Request").ExecuteDeleteAsync();
            await db.Database.ExecuteSqlRawAsync("""DROP INDEX "IX_Email_Message_Found" """);
            await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Email_Message" DROP COLUMN "Found" """);
            return await db.Database.ExecuteSqlRawAsync("""DELETE FROM "cs_migration" WHERE "Module" IN ('Files', 'ClientUsers', 'Email', 'Privacy') AND "Id" = '2026_11_23_01'""");
        }));

        var migrator = Host.Services.GetRequiredService<Migrator>();
        migrator.Forget(Tenant.Tenant.TenantId);
        await migrator.MigrateAsync(Tenant.Tenant with { Features = [.. Tenant.Tenant.Features.Where(f => f != "Files")] }, TestContext.Current.CancellationToken);
        foreach (var text in new[] { "acafrao", "AÇAFRÃO colheita", "123.456.789-09", "12345678909", "zulmira@antigo" })
        {
            Assert.NotEmpty(await FindAsync(admin, text));
        }

        Assert.Equal(groups, (await FindAsync(admin, "açafrão")).Select(h => h.Group));
    }

    [Fact(DisplayName = "000-05, 000-06: a group is found by name and classification while it is in use")]
    public async Task Groups()
    {
        var group = (await Tenant.Api.PostAsync("client-groups", new { name = "Ourivesarias de Contagem", classification = "Região" })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "ourives", "CONTÁGEM ourives", "regiao ourives" })
        {
            var hit = Assert.Single(await FindAsync(admin, text));
            Assert.Equal(("Grupos", "Ourivesarias de Contagem", "Região", $"/{Tenant.Name}/admin/client-groups/{group}"), (hit.Group, hit.Text, hit.Detail, hit.Href));
        }

        (await Tenant.Api.DeleteAsync("client-groups/" + group)).Is(HttpStatusCode.NoContent);
        Assert.Empty(await FindAsync(admin, "ourives"));
    }

    [Fact(DisplayName = "000-05, 000-06: a document is found by name and category and leads to its page; what is in the trash, or its client, is not found")]
    public async Task Documents_of_clients()
    {
        var (client, other) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Arquivista" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Outro arquivo" }));
        var document = await DocumentAsync(client, "Procuração 2026.txt", "Cartório");
        await DocumentAsync(other, "Procuração antiga.txt");
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "procuracao 2026", "PROCURAÇÃO cartorio" })
        {
            var hit = Assert.Single(await FindAsync(admin, text));
            Assert.Equal(("Documentos", "Procuração 2026.txt", "Arquivista · Cartório", $"/{Tenant.Name}/admin/clients/{client}/documents/{document}"), (hit.Group, hit.Text, hit.Detail, hit.Href));
        }

        Assert.Equal(["Outro arquivo", "Arquivista · Cartório"], (await FindAsync(admin, "procuração")).Select(h => h.Detail)); // newest first
        (await Tenant.Api.DeleteAsync("clients/" + other)).Is(HttpStatusCode.NoContent);
        Assert.Equal(["Arquivista · Cartório"], (await FindAsync(admin, "procuração")).Select(h => h.Detail));
        await Tenant.InDatabaseAsync(async db =>
        {
            (await db.Documents.SingleAsync(d => d.Id == document)).MoveToTrash(DateTime.UtcNow);
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await FindAsync(admin, "procuração"));
    }

    [Fact(DisplayName = "000-05, 000-06, 000-08: an e-mail is found by subject and reader among all, here and in its list, never by what it says")]
    public async Task Mails()
    {
        var id = (await MailAsync(Mail("Berenice@correio.example", "Cotação de julho"))).Single();
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "cotacao julho", "berenice@", "BERENICE@correio.example", "cotação correio" })
        {
            var hit = Assert.Single(await FindAsync(admin, text));
            Assert.Equal(("E-mails", "Cotação de julho", $"/{Tenant.Name}/admin/emails/{id}"), (hit.Group, hit.Text, hit.Href));
            Assert.StartsWith("Berenice@correio.example · ", hit.Detail, StringComparison.Ordinal);
        }

        Assert.Empty(await FindAsync(admin, "sigiloso"));
        Assert.Empty(await FindAsync(admin, "%_%"));
        await MailAsync([.. Enumerable.Range(0, 1_000).Select(n => Mail("muitos@correio.example", string.Create(CultureInfo.InvariantCulture, $"Boletim {n}")))]);
        foreach (var text in new[] { "COTAÇÃO julho", "cotacao", "berenice@CORREIO" })
        {
            Assert.Equal("Cotação de julho", Assert.Single(await FindAsync(admin, text)).Text);
            var row = Assert.Single((await admin.GetAsync("admin/emails?q=" + Uri.EscapeDataString(text))).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr"));
            Assert.Contains("Cotação de julho", row.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal("Boletim 999", (await FindAsync(admin, "boletim"))[0].Text);
        await Tenant.InDatabaseAsync(async db =>
        {
            (await db.EmailMessages.SingleAsync(m => m.Id == id)).Anonymize("Cliente 7");
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await FindAsync(admin, "cotacao julho"));
        Assert.Empty(await FindAsync(admin, "berenice"));
    }

    [Fact(DisplayName = "000-05, 000-06: somebody of the staff is found by name, login and e-mail")]
    public async Task Staff()
    {
        using var person = await Tenant.StaffAsync("Joaquim Conferência", "jconf", "ViewClients");
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { "conferencia joaquim", "JCONF", "jconf@x.example" })
        {
            var hit = Assert.Single(await FindAsync(admin, text));
            Assert.Equal(("Usuários", "Joaquim Conferência", "jconf · jconf@x.example"), (hit.Group, hit.Text, hit.Detail));
            Assert.Matches($"^/{Tenant.Name}/admin/users/[0-9]+$", hit.Href);
        }

        Assert.Empty(await FindAsync(person, "jconf"));
    }

    [Fact(DisplayName = "000-05, 000-07: a client is found by its id with a # before it")]
    public async Task By_number()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "Pelo número" });
        using var admin = await Tenant.AdminAsync();
        foreach (var text in new[] { client, "#" + client, " #" + client + " " })
        {
            var hit = (await FindAsync(admin, text))[0];
            Assert.Equal(("Clientes", "Pelo número", $"/{Tenant.Name}/admin/clients/{client}"), (hit.Group, hit.Text, hit.Href));
        }

        Assert.Empty(await FindAsync(admin, "#"));
    }

    [Fact(DisplayName = "000-05, 002-91: an action and a page are found by other words than their title's, in whichever of the three languages they are typed and read")]
    public async Task Other_words()
    {
        using var web = await Tenant.StaffAsync("Poliglota", "poliglota", "ViewClients", "EditClients", "ManageSettings");
        foreach (var (culture, add, settings) in new[] { ("pt-BR", "Adicionar cliente", "Configurações"), ("en", "Add client", "Settings"), ("es", "Agregar cliente", "Configuración") })
        {
            (await web.GetAsync("admin?culture=" + culture)).Is(HttpStatusCode.OK);
            foreach (var text in new[] { "novo cliente", "criar cliente", "new client", "nuevo cliente", add })
            {
                Assert.Contains(await FindAsync(web, text), h => h.Text == add && h.Href == $"/{Tenant.Name}/admin/clients/new");
            }

            foreach (var text in new[] { "settings", "configurações", "ajustes" })
            {
                Assert.Contains(await FindAsync(web, text), h => h.Text == settings && h.Href == $"/{Tenant.Name}/admin/settings");
                // The palette finds by itself what the title says.
                Assert.Equal(!settings.Equals(text, StringComparison.OrdinalIgnoreCase), (await SuggestedAsync(web, text)).Contains(settings));
            }
        }

        Assert.DoesNotContain(await FindAsync(web, "novo ninguem"), h => h.Href.EndsWith("/admin/clients/new", StringComparison.Ordinal));
        using var reader = await Tenant.StaffAsync("Só leitura", "soleitura", "ViewClients");
        Assert.DoesNotContain(await FindAsync(reader, "novo cliente"), h => h.Href.EndsWith("/admin/clients/new", StringComparison.Ordinal));
        Assert.Empty(await FindAsync(reader, "settings"));
    }

    /// <summary>What the page lists.</summary>
    private static async Task<List<Hit>> FindAsync(HttpBrowser web, string text)
    {
        var page = (await web.GetAsync("admin/search?q=" + Uri.EscapeDataString(text))).Is(HttpStatusCode.OK);
        return [.. from section in page.Document.QuerySelectorAll(".cs-page section.cs-card")
                   from line in section.QuerySelectorAll("li")
                   let link = line.QuerySelector("a.name")!
                   select new Hit(section.QuerySelector("h2")!.TextContent, link.TextContent, line.QuerySelector(".muted")!.TextContent, link.GetAttribute("href")!)]; // each has them
    }

    /// <summary>Names in the palette's answer.</summary>
    private static async Task<List<string>> SuggestedAsync(HttpBrowser web, string text) =>
        [.. (await web.GetAsync("admin/search?q=" + Uri.EscapeDataString(text), ("HX-Request", "true"))).Is(HttpStatusCode.OK).Document.QuerySelectorAll(".opt [data-name]").Select(n => n.TextContent)];

    private async Task<long> UserAsync(string client, string name, string email) =>
        long.Parse((await Tenant.Api.PostAsync($"clients/{client}/users", new { name, email, password = Portal.Password })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>(), CultureInfo.InvariantCulture); // a user has an id

    private async Task<long> DocumentAsync(string client, string name, string category = "")
    {
        using var body = new ByteArrayContent("conteúdo sigiloso"u8.ToArray());
        var key = (await Tenant.Api.PostAsync($"clients/{client}/documents?name={Uri.EscapeDataString(name)}&category={Uri.EscapeDataString(category)}", body)).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        return await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.ContentItemId == key).Select(d => d.Id).SingleAsync());
    }

    private static EmailMessage Mail(string to, string subject) => new()
    {
        MessageId = Guid.NewGuid().ToString("N"),
        Kind = "message",
        ToAddress = to,
        Subject = subject,
        Text = "Conteúdo sigiloso",
        Html = "<p>Conteúdo sigiloso</p>",
        Status = EmailStatus.Sent,
        CreatedUtc = DateTime.UtcNow,
    };

    private Task<List<long>> MailAsync(params EmailMessage[] mails) => Tenant.InDatabaseAsync(async db =>
    {
        db.AddRange(mails);
        await db.SaveChangesAsync();
        return mails.Select(m => m.Id).ToList();
    });

    private sealed record Hit(string Group, string Text, string Detail, string Href);
}

public sealed class GlobalSearchOnSqlite(TenantFixture<Sqlite> tenant) : GlobalSearchTests<Sqlite>(tenant);

public sealed class GlobalSearchOnPostgres(TenantFixture<Postgres> tenant) : GlobalSearchTests<Postgres>(tenant);
