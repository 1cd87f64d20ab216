using System.Globalization;
using System.Net;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Email;

/// <summary>Mails through a real SMTP server, faults included.</summary>
public abstract class SendingTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120); // a first try that a starved machine lets time out is tried again after a minute

    [Fact(DisplayName = "issue 3 §5: a mail leaves by SMTP after its save, once, and its state is seen (000-61, 000-65)")]
    public async Task A_mail_is_sent()
    {
        await using var server = await UseAsync();
        await EnqueueAsync(new EmailDraft("ana@cliente.example", "Olá, Ação & Cia", "Corpo com acentuação") { ToName = "Ana Ávila", Html = "<p>Corpo <b>rico</b></p>" });
        var mail = Assert.Single(await server.WaitAsync(1, Patience));
        Assert.Equal("ana@cliente.example", mail.To);
        Assert.Equal("aviso@revenda.example", mail.From);
        Assert.Contains("Corpo com acentuação", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<p>Corpo <b>rico</b></p>", mail.Text, StringComparison.Ordinal);
        var message = await EndAsync("ana@cliente.example", EmailStatus.Sent);
        Assert.Equal($"<{message.MessageId}@revenda.example>", mail.MessageId);

        using var admin = await Tenant.AdminAsync();
        var list = (await admin.GetAsync("admin/emails?q=ana@")).Is(HttpStatusCode.OK);
        Assert.Contains("Olá, Ação & Cia", list.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("Enviado", list.Find("tbody").TextContent, StringComparison.Ordinal);
        var page = (await admin.GetAsync(Path(message))).Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector("iframe[sandbox]"));
        var body = (await admin.GetAsync(Path(message) + "?handler=Body")).Is(HttpStatusCode.OK);
        Assert.Contains("sandbox", body.Message.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        (await admin.PostAsync(Path(message) + "?handler=Resend", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        var both = await server.WaitAsync(2, Patience);
        Assert.Equal(2, both.Select(m => m.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact(DisplayName = "issue 3 §5: 4xx waits and is tried again, 5xx fails at once, with the server's words")]
    public async Task Replies_of_the_server_decide()
    {
        await using var server = await UseAsync();
        await EnqueueAsync(new EmailDraft("busy@cliente.example", "a", "b"), new EmailDraft("gone@cliente.example", "a", "b"), new EmailDraft("ok@cliente.example", "a", "b"));
        var gone = await EndAsync("gone@cliente.example", EmailStatus.Failed);
        Assert.Contains("no such mailbox", gone.Error, StringComparison.Ordinal);
        await EndAsync("ok@cliente.example", EmailStatus.Sent);
        var busy = await FindAsync("busy@cliente.example", m => m.Attempts == 1);
        Assert.Equal(EmailStatus.Queued, busy.Status);
        Assert.Contains("mailbox busy", busy.Error, StringComparison.Ordinal);
        Assert.InRange(busy.NextAttemptUtc!.Value - busy.LastAttemptUtc!.Value, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61));
        Assert.Single(server.Mails());
    }

    [Theory(DisplayName = "issue 3 §5: a server that refuses, hangs or dies half way loses no mail and repeats none it did not take")]
    [InlineData("die@cliente.example")]
    [InlineData("silent@cliente.example")]
    [InlineData(null)]
    public async Task A_server_in_trouble_is_tried_again(string? to)
    {
        await using var server = await UseAsync();
        var port = server.Port;
        if (to is null)
        {
            await server.DisposeAsync(); // refused
        }

        var address = to ?? "recusado@cliente.example";
        await EnqueueAsync(new EmailDraft(address, "a", "b"));
        var message = await FindAsync(address, m => m.Attempts == 1);
        Assert.Equal(EmailStatus.Queued, message.Status);
        Assert.NotEmpty(message.Error!);
        if (to is not null)
        {
            Assert.Empty(server.Mails());
            return;
        }

        await EnqueueAsync(new EmailDraft("espera@cliente.example", "a", "b"));
        await Host.InTenantAsync(Tenant.Name, async scope => Assert.InRange((await scope.GetServices<ClientSuite.Jobs.IWorkQueue>().Single().NextDueAsync(CancellationToken.None))!.Value - DateTime.UtcNow, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)));
        await using var again = await TestSmtpServer.StartAsync("--port", port.ToString(CultureInfo.InvariantCulture));
        await DueNowAsync(message.Id);
        Assert.Equal($"<{message.MessageId}@revenda.example>", Assert.Single(await again.WaitAsync(2, Patience), m => m.To == address).MessageId);
    }

    [Fact]
    public async Task A_password_that_cannot_be_read_keeps_mails_waiting_and_the_settings_ask_for_it()
    {
        await using var server = await UseAsync(password: "protected by the keys of another installation");
        await EnqueueAsync(new EmailDraft("senha@cliente.example", "a", "b"));
        var message = await FindAsync("senha@cliente.example", m => m.Attempts == 1);
        Assert.Equal(EmailStatus.Queued, message.Status);
        Assert.Contains("cannot be read", message.Error, StringComparison.Ordinal);
        Assert.Empty(server.Mails());
        using var admin = await Tenant.AdminAsync();
        var settings = (await admin.GetAsync("admin/settings/email")).Is(HttpStatusCode.OK);
        Assert.Contains("A senha guardada não pode ser lida", settings.Find(".note-strip.bad").TextContent, StringComparison.Ordinal);

        (await admin.PostAsync("admin/settings/email", HttpBrowser.Filled(settings, "form.cs-form", ("Form.UsesStartTls", "false"), ("Form.Password", "nova")))).Is(HttpStatusCode.Redirect);
        Assert.Null((await admin.GetAsync("admin/settings/email")).Is(HttpStatusCode.OK).Document.QuerySelector(".note-strip.bad"));
        await DueNowAsync(message.Id);
        await EndAsync("senha@cliente.example", EmailStatus.Sent);
    }

    [Fact(DisplayName = "issue 3 §5: the limit per minute holds the rest back")]
    public async Task The_rate_is_limited()
    {
        await using var server = await UseAsync(maxPerMinute: 3);
        await EnqueueAsync([.. Enumerable.Range(0, 5).Select(i => new EmailDraft($"n{i}@cliente.example", "a", "b"))]);
        for (var i = 0; i < 3; i++)
        {
            await EndAsync($"n{i}@cliente.example", EmailStatus.Sent);
        }

        await using var db = Rent();
        Assert.Equal(3, server.Mails().Count);
        Assert.Equal(2, await db.EmailMessages.CountAsync(m => m.Status == EmailStatus.Queued));
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var due = await scope.GetServices<ClientSuite.Jobs.IWorkQueue>().Single(q => q.Name == "Email").NextDueAsync(CancellationToken.None);
            Assert.InRange(due!.Value - DateTime.UtcNow, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        });
    }

    [Fact(DisplayName = "issue 3 §5: bounces come by the webhook; a wrong key is 404, what cannot be read 400")]
    public async Task Bounces_are_reported()
    {
        await using var server = await UseAsync();
        using var admin = await Tenant.AdminAsync();
        var settings = (await admin.GetAsync("admin/settings/email")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/settings/email?handler=BounceKey", HttpBrowser.Form(settings))).Is(HttpStatusCode.Redirect);
        var url = (await admin.GetAsync("admin/settings/email")).Find("code").TextContent;
        await EnqueueAsync(new EmailDraft("volta@cliente.example", "a", "b"), new EmailDraft("talvez@cliente.example", "a", "b"));
        var message = await EndAsync("volta@cliente.example", EmailStatus.Sent);
        var maybe = await EndAsync("talvez@cliente.example", EmailStatus.Sent);

        using var provider = new HttpClient();
        async Task<HttpStatusCode> ReportAsync(string to, string json)
        {
            using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var answer = await provider.PostAsync(new Uri(to), content);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotFound, await ReportAsync(url + "x", "[]"));
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(url, "{"));
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(url, "7"));
        Assert.Equal(HttpStatusCode.BadRequest, await ReportAsync(url, "[null]"));
        Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(url, $$"""[{"messageId":"<{{message.MessageId}}@revenda.example>","reason":"550 mailbox full"},{"messageId":"{{maybe.MessageId}}","type":"transient"},{"messageId":"unknown"}]"""));
        Assert.Equal("550 mailbox full", (await EndAsync("volta@cliente.example", EmailStatus.Bounced)).Error);
        Assert.Equal(EmailStatus.Sent, (await FindAsync("talvez@cliente.example", _ => true)).Status);
    }

    [Fact(DisplayName = "issue 3 §5: words of a template are changed per language, previewed, tested and taken back")]
    public async Task Templates_are_the_tenants()
    {
        const string Page = "admin/emails/templates/users.mail.reset/pt-BR";
        await using var server = await UseAsync();
        using var admin = await Tenant.AdminAsync();
        var page = (await admin.GetAsync(Page)).Is(HttpStatusCode.OK);
        var broken = (await admin.PostAsync(Page, HttpBrowser.Form(page, ("Form.Subject", "Sua senha"), ("Form.Body", "{{#if name}}"), ("Form.Version", "0")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("As chaves não formam um modelo", broken.Find("#Form_Body-e").TextContent, StringComparison.Ordinal);
        var telling = (await admin.PostAsync(Page, HttpBrowser.Form(page, ("Form.Subject", "Senha: {{link}}"), ("Form.Body", "{{link}}"), ("Form.Version", "0")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("{{link}} abre o acesso", telling.Find("#Form_Subject-e").TextContent, StringComparison.Ordinal);
        var unknown = (await admin.PostAsync(Page, HttpBrowser.Form(page, ("Form.Subject", "Sua senha, {{nome}}"), ("Form.Body", "{{link}}"), ("Form.Version", "0")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("{{nome}}", unknown.Find("#Form_Subject-e").TextContent, StringComparison.Ordinal);
        var preview = (await admin.PostAsync(Page + "?handler=Preview", HttpBrowser.Form(page, ("Form.Subject", "Oi {{name}}"), ("Form.Body", "**Oi** {{name}}"), ("Form.Version", "0")))).Is(HttpStatusCode.OK);
        Assert.Contains("<strong>Oi</strong> Ana Souza", preview.Text, StringComparison.Ordinal);
        (await admin.PostAsync(Page, HttpBrowser.Form(page, ("Form.Subject", "Senha nova de {{site}}"), ("Form.Body", "Toque: [criar]({{link}})"), ("Form.Version", "0")))).Is(HttpStatusCode.Redirect);
        (await admin.PostAsync(Page, HttpBrowser.Form(page, ("Form.Subject", "outra"), ("Form.Body", "outra"), ("Form.Version", "0")))).Is(HttpStatusCode.PreconditionFailed);

        using var visitor = Tenant.Web();
        var forgot = (await visitor.GetAsync("password/forgot")).Is(HttpStatusCode.OK);
        (await visitor.PostAsync("password/forgot", HttpBrowser.Form(forgot, ("Form.Email", "admin@teste.example")))).Is(HttpStatusCode.Redirect);
        var mail = Assert.Single(await server.WaitAsync(1, Patience));
        Assert.Contains("Toque: criar: http", mail.Text, StringComparison.Ordinal);
        var sent = await EndAsync("admin@teste.example", EmailStatus.Sent);
        Assert.StartsWith("Senha nova de ", sent.Subject, StringComparison.Ordinal);
        Assert.Null(sent.Text); // a link that signs in is nobody's to read
        (await admin.GetAsync(Path(sent) + "?handler=Body")).Is(HttpStatusCode.NotFound);

        page = (await admin.GetAsync(Page)).Is(HttpStatusCode.OK);
        (await admin.PostAsync(Page + "?handler=Reset", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Você pediu uma nova senha", (await admin.GetAsync(Page)).Find("textarea").TextContent, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "000-65: what only a file took has a status of its own, and so have mails from before there was one")]
    public async Task Filed_mails()
    {
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var (db, now) = (scope.GetRequiredService<TenantDb>(), DateTime.UtcNow);
            scope.GetRequiredService<ClientSuite.Settings.ITenantCache>().Remove(EmailSending.PauseKey);
            await db.EmailMessages.ExecuteDeleteAsync();
            db.AddRange(new[] { ("antigo@arquivo.example", "(file)", EmailStatus.Sent), ("saiu@arquivo.example", null, EmailStatus.Sent), ("voltou@arquivo.example", "550 no such user", EmailStatus.Bounced) }
                .Select(m => new EmailMessage { MessageId = Guid.NewGuid().ToString("N"), Kind = "message", ToAddress = m.Item1, Subject = m.Item1, Error = m.Item2, Status = m.Item3, CreatedUtc = now, SentUtc = now }));
            await scope.GetRequiredService<ClientSuite.Settings.ISettings<SmtpSettings>>().SetAsync(new SmtpSettings(), CancellationToken.None);
            await db.SaveChangesAsync();
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("""DELETE FROM "cs_migration" WHERE "Module" = 'Email' AND "Id" = '2026_11_22_03'"""));
        });
        var migrator = Host.Services.GetRequiredService<Migrator>();
        migrator.Forget(Tenant.Tenant.TenantId);
        await migrator.MigrateAsync(Tenant.Tenant, TestContext.Current.CancellationToken);
        await EnqueueAsync(new EmailDraft("novo@arquivo.example", "Sem servidor", "b"));
        var filed = await EndAsync("novo@arquivo.example", EmailStatus.Filed);
        Assert.Equal((null, null, null), (filed.Error, filed.SentUtc, filed.NextAttemptUtc));

        Assert.Equal([("antigo@arquivo.example", EmailStatus.Filed, null), ("saiu@arquivo.example", EmailStatus.Sent, null), ("voltou@arquivo.example", EmailStatus.Bounced, "550 no such user"), ("novo@arquivo.example", EmailStatus.Filed, null)],
            (await Tenant.InDatabaseAsync(db => db.EmailMessages.OrderBy(m => m.Id).ToListAsync())).Select(m => (m.ToAddress, m.Status, m.Error)));
        using var admin = await Tenant.AdminAsync();
        var rows = (await admin.GetAsync("admin/emails?status=filed")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.All(rows, r => Assert.Contains("Só em arquivo", r.TextContent, StringComparison.Ordinal));
        Assert.Single((await admin.GetAsync("admin/emails?status=sent")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr"));
    }

    [Fact(DisplayName = "issue 3 §5: the settings page tests the server and shows its answer")]
    public async Task The_test_button_tells()
    {
        await using var server = await TestSmtpServer.StartAsync("--auth", "revenda:segredo");
        using var admin = await Tenant.AdminAsync();
        var page = (await admin.GetAsync("admin/settings/email")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/settings/email", Settings(page, server.Port, "465"))).Is(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync("admin/settings/email", Settings(page, server.Port, password: "errada"))).Is(HttpStatusCode.Redirect);
        var refused = (await admin.PostAsync("admin/settings/email?handler=Test", HttpBrowser.Form(page, ("TestTo", "eu@revenda.example")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(refused.Find(".note-strip.bad").TextContent);
        (await admin.PostAsync("admin/settings/email", Settings(page, server.Port, password: "segredo"))).Is(HttpStatusCode.Redirect);
        (await admin.PostAsync("admin/settings/email?handler=Test", HttpBrowser.Form(page, ("TestTo", "eu@revenda.example")))).Is(HttpStatusCode.Redirect);
        Assert.Equal("revenda", Assert.Single(server.Mails()).User);
        (await admin.PostAsync("admin/settings/email?handler=Test", HttpBrowser.Form(page, ("TestTo", "eu")))).Is(HttpStatusCode.UnprocessableEntity);

        // The password is nowhere to be read, and goes to no other server.
        var stored = await Tenant.InDatabaseAsync(async db => await db.Database.SqlQuery<string>($"""SELECT "Value" AS "Value" FROM "cs_setting" WHERE "Name" = 'Smtp'""").SingleAsync());
        Assert.DoesNotContain("segredo", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("segredo", (await admin.GetAsync("admin/settings/email")).Text, StringComparison.Ordinal);
        (await admin.PostAsync("admin/settings/email", Settings(page, server.Port, host: "localhost"))).Is(HttpStatusCode.Redirect);
        Assert.Contains("criptografada", (await admin.GetAsync("admin/settings/email")).Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(WebPage page, int serverPort, string? port = null, string host = "127.0.0.1", string password = "") => HttpBrowser.Form(page,
        ("Form.Host", host), ("Form.Port", port ?? serverPort.ToString(CultureInfo.InvariantCulture)), ("Form.UsesStartTls", "false"), ("Form.FromAddress", "aviso@revenda.example"),
        ("Form.MaxPerMinute", "0"), ("Form.UserName", "revenda"), ("Form.Password", password));

    private static string Path(EmailMessage message) => "admin/emails/" + message.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>A server of the test's own, to which the tenant sends; the mails of earlier tests are out of the way.</summary>
    private async Task<TestSmtpServer> UseAsync(int maxPerMinute = 0, string password = "")
    {
        var server = await TestSmtpServer.StartAsync();
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            await db.EmailMessages.ExecuteDeleteAsync();
            scope.GetRequiredService<ClientSuite.Settings.ITenantCache>().Remove(EmailSending.PauseKey);
            await scope.GetRequiredService<ClientSuite.Settings.ISettings<SmtpSettings>>().SetAsync(new SmtpSettings
            {
                Host = "127.0.0.1",
                Port = server.Port,
                UsesStartTls = false,
                FromAddress = "aviso@revenda.example",
                MaxPerMinute = maxPerMinute,
                Password = password,
            }, CancellationToken.None);
            await db.SaveChangesAsync();
        });
        return server;
    }

    private Task EnqueueAsync(params EmailDraft[] drafts) => Host.InTenantAsync(Tenant.Name, async scope =>
    {
        foreach (var draft in drafts)
        {
            scope.GetRequiredService<IEmailQueue>().Enqueue(draft);
        }

        await scope.GetRequiredService<TenantDb>().SaveChangesAsync();
    });

    private Task DueNowAsync(long id) => Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        await db.EmailMessages.Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.NextAttemptUtc, DateTime.UtcNow.AddSeconds(-1)));
        scope.GetRequiredService<ClientSuite.Settings.ITenantCache>().Remove(EmailSending.PauseKey);
        Host.Services.GetRequiredService<Outbox.WorkSignals>().Wake(Tenant.Name);
    });

    private Task<EmailMessage> EndAsync(string to, EmailStatus status) => FindAsync(to, m => m.Status == status);

    private async Task<EmailMessage> FindAsync(string to, Func<EmailMessage, bool> isReady)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var found = await Tenant.InDatabaseAsync(db => db.EmailMessages.AsNoTracking().Where(m => m.ToAddress == to).OrderByDescending(m => m.Id).FirstAsync());
            if (isReady(found) || DateTime.UtcNow > until)
            {
                Assert.True(isReady(found), $"{found.Status}, {found.Attempts} tries, {found.Error}");
                return found;
            }
        }
    }

    private TenantDb Rent() => Host.Services.GetRequiredService<TenantDbFactory>().Rent(Tenant.Tenant);
}

public sealed class SendingOnSqlite(TenantFixture<Sqlite> tenant) : SendingTests<Sqlite>(tenant);

public sealed class SendingOnPostgres(TenantFixture<Postgres> tenant) : SendingTests<Postgres>(tenant);
