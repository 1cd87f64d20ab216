using System.Net;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Jobs;
using ClientSuite.Notifications;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Jobs;

/// <summary>Who is told of what, and where.</summary>
public abstract class NotificationsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private static readonly NotificationDraft Done = new("ok", "jobs.notify.succeeded", ["Importar lista.xlsx"], "/admin/jobs") { Type = "operations" };

    [Fact(DisplayName = "issue 3 §5, 002-82: each person chooses per kind whether it stands in the bell, goes by mail at once, or waits for the daily digest")]
    public async Task Chosen()
    {
        using var web = await Tenant.AdminAsync();
        await ChooseAsync(web, bell: true, "Never");
        var seen = await UnreadAsync(web);
        await NotifyAsync(Done);
        Assert.Equal(seen + 1, await UnreadAsync(web));
        Assert.Equal(0, await MailsAsync("notifications.mail.one"));

        await ChooseAsync(web, bell: false, "AtOnce");
        await NotifyAsync(Done);
        Assert.Equal(seen + 1, await UnreadAsync(web));
        Assert.Equal(1, await MailsAsync("notifications.mail.one"));
        var mail = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().SingleAsync(m => m.Kind == "notifications.mail.one"));
        Assert.Contains("Importar lista.xlsx", mail.Subject, StringComparison.Ordinal);
        await NotifyAsync(Done with { Type = "something.else" }); // told as general is: in the bell
        Assert.Equal(seen + 2, await UnreadAsync(web));

        await ChooseAsync(web, bell: false, "Digest");
        await NotifyAsync(Done with { Args = ["Primeira <b>"] });
        await NotifyAsync(Done with { Args = ["Segunda"] });
        var digests = await MailsAsync("notifications.mail.digest");
        await DigestAsync(); // not before its hour
        Assert.Equal(digests, await MailsAsync("notifications.mail.digest"));
        await AgeAsync(DateTime.UtcNow.AddDays(-1));
        await DigestAsync();
        await DigestAsync(); // has nothing more to say
        Assert.Equal(digests + 1, await MailsAsync("notifications.mail.digest"));
        var digest = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().Where(m => m.Kind == "notifications.mail.digest").OrderByDescending(m => m.Id).FirstAsync());
        Assert.Matches("(?s)Primeira <b>.*Segunda", digest.Text);
        Assert.DoesNotContain("Primeira <b>", digest.Html, StringComparison.Ordinal);
        Assert.Equal(seen + 2, await UnreadAsync(web));
        await ChooseAsync(web, bell: true, "Never");
    }

    [Theory(DisplayName = "issue 3 §5: the digest comes at the hour that one chose, in the tenant's time zone, or as soon as the host is up again")]
    [InlineData(8, "2026-03-10T11:00:00Z", "2026-03-10T11:00:00Z")] // 8h in São Paulo
    [InlineData(8, "2026-03-10T10:59:00Z", "2026-03-09T11:00:00Z")]
    [InlineData(22, "2026-03-10T02:30:00Z", "2026-03-10T01:00:00Z")] // still the 9th there
    public void At_its_hour(int hour, string now, string last) =>
        Assert.Equal(Utc(last), DigestHour.LastBefore(hour, new TenantClock(new FixedClock(Utc(now)), new TenantZone())));

    [Fact(DisplayName = "issue 3 §5: the digest's hour is a preference; what came after that hour waits for the next day")]
    public async Task Hour_of_the_digest()
    {
        using var web = await Tenant.AdminAsync();
        await ChooseAsync(web, bell: true, "Digest");
        var page = (await web.GetAsync("admin/notifications/preferences")).Is(HttpStatusCode.OK);
        Assert.Equal("8", page.Find("#digest-hour option[selected]").GetAttribute("value"));
        (await web.PostAsync("admin/notifications/preferences", HttpBrowser.Filled(page, "form.cs-form", ("hour", "21")))).Is(HttpStatusCode.Redirect);
        Assert.Equal("21", (await web.GetAsync("admin/notifications/preferences")).Find("#digest-hour option[selected]").GetAttribute("value"));
        await NotifyAsync(Done with { Args = ["Depois das 21h"] });
        var mails = await MailsAsync("notifications.mail.digest");
        await Tenant.Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var due = DigestHour.LastBefore(21, scope.GetRequiredService<TenantClock>());
            await AgeAsync(due); // the moment itself belongs to the next day
            await DigestAsync();
            Assert.Equal(mails, await MailsAsync("notifications.mail.digest"));
            await AgeAsync(due.AddSeconds(-1));
            await DigestAsync();
            Assert.Equal(mails + 1, await MailsAsync("notifications.mail.digest"));
        });
        await ChooseAsync(web, bell: true, "Never");
    }

    [Fact(DisplayName = "issue 3 §5: who may send mails is told, once and together, of those that came back or could not be delivered")]
    public async Task Undelivered()
    {
        using var web = await Tenant.AdminAsync();
        await LoseAsync(("so@perdido.example", EmailStatus.Bounced, "codigo 123456"));
        await WarnAsync();
        var panel = (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("O e-mail para so@perdido.example foi devolvido", panel, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", panel, StringComparison.Ordinal);
        await LoseAsync(("um@perdido.example", EmailStatus.Failed, "a"), ("dois@perdido.example", EmailStatus.Bounced, "b"));
        var before = await UnreadAsync(web);
        await WarnAsync();
        await WarnAsync(); // has nothing more to say
        Assert.Equal(before + 1, await UnreadAsync(web));
        Assert.Contains("2 e-mails foram devolvidos ou não puderam ser entregues", (await web.GetAsync("admin/notifications/panel")).Text, StringComparison.Ordinal);
        Assert.Contains("E-mails não entregues", (await web.GetAsync("admin/notifications/preferences")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §5, 002-83, 003-10: who may block is told of a block and of its end; of many at once with one notification")]
    public async Task Blocks()
    {
        using var web = await Tenant.AdminAsync();
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Aviso Um" });
        var others = new[] { await Tenant.Api.CreateClientAsync(new { tradeName = "Aviso Dois" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Aviso Três" }) };
        (await Tenant.Api.PatchAsync("clients/" + id, new { blocked = true })).Is(HttpStatusCode.OK);
        await SaidAsync("Aviso Um foi bloqueado");
        (await Tenant.Api.PatchAsync("clients/" + id, new { blocked = false })).Is(HttpStatusCode.OK);
        await SaidAsync("Aviso Um foi desbloqueado");
        (await Tenant.Api.PostAsync("clients/bulk/block", new { ids = others })).Is(HttpStatusCode.Accepted);
        await SaidAsync("Bloquear 2 clientes");
        Assert.DoesNotContain("Aviso Dois foi bloqueado", (await web.GetAsync("admin/notifications/panel")).Text, StringComparison.Ordinal);

        Task SaidAsync(string text) => Eventually.HoldsAsync(async () => (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "issue 3 §5: a page that stays open asks for its bell, and is answered when there is something new")]
    public async Task Live()
    {
        using var web = await Tenant.AdminAsync();
        var unread = await UnreadAsync(web);
        Assert.Equal(HttpStatusCode.NoContent, (await BellAsync(web, unread)).Status);
        await NotifyAsync(Done);
        var bell = (await BellAsync(web, unread)).Is(HttpStatusCode.OK);
        Assert.NotNull(bell.Find("#bell .pip"));
        Assert.EndsWith($"unread={unread + 1}", bell.Find("#bell").GetAttribute("data-poll"), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §5: kinds that a person may not see are not offered, and none is asked of who is not signed in")]
    public async Task For_whom()
    {
        using var nobody = Tenant.Web();
        (await nobody.GetAsync("admin/notifications/preferences")).Is(HttpStatusCode.Redirect);
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/notifications/preferences")).Is(HttpStatusCode.OK);
        Assert.Contains("Eventos parados", page.Text, StringComparison.Ordinal);
        (await web.PostAsync("admin/notifications/preferences", HttpBrowser.Filled(page, "form.cs-form", ("operations.bell", "true"), ("operations.mail", "Sometimes")))).Is(HttpStatusCode.Redirect);
        Assert.Equal("Never", (await web.GetAsync("admin/notifications/preferences")).Find("select[name='operations.mail'] option[selected]").GetAttribute("value"));
    }

    [Fact(DisplayName = "issue 3 §5: more than a digest says is counted by it, and is one mail all the same")]
    public async Task A_full_digest()
    {
        await AddAsync(NotificationMails.MostLines + 1, isInBell: false);
        var mails = await MailsAsync("notifications.mail.digest");
        await DigestAsync();
        await DigestAsync();
        Assert.Equal(mails + 1, await MailsAsync("notifications.mail.digest"));
        var digest = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().Where(m => m.Kind == "notifications.mail.digest").OrderByDescending(m => m.Id).FirstAsync());
        Assert.Contains($"({NotificationMails.MostLines + 1})", digest.Subject, StringComparison.Ordinal);
        Assert.Equal(NotificationMails.MostLines, digest.Text!.Split("notifications.test.unknown").Length - 1);
    }

    [Fact(DisplayName = "issue 3 §5: a digest of thousands counts them all, leaves none behind, and \"read all\" reads as many")]
    public async Task A_digest_of_thousands()
    {
        const int many = 2_300;
        await AddAsync(many, isInBell: true);
        var mails = await MailsAsync("notifications.mail.digest");
        await DigestAsync();
        Assert.Equal((mails + 1, 0), (await MailsAsync("notifications.mail.digest"), await Tenant.InDatabaseAsync(db => db.Set<Notification>().CountAsync(n => n.AwaitsDigest))));
        var digest = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().Where(m => m.Kind == "notifications.mail.digest").OrderByDescending(m => m.Id).FirstAsync());
        Assert.Contains("(2.300)", digest.Subject, StringComparison.Ordinal);
        await DigestAsync(); // has nothing more to say
        Assert.Equal(mails + 1, await MailsAsync("notifications.mail.digest"));

        using var web = await Tenant.AdminAsync();
        var panel = (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/notifications/panel?handler=ReadAll", HttpBrowser.Filled(panel, "form[action$='handler=ReadAll']"))).Is(HttpStatusCode.OK);
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Set<Notification>().CountAsync(n => n.ReadUtc == null && n.IsInBell)));
    }

    [Fact(DisplayName = "issue 3 §5: a digest waits for who has no address")]
    public async Task Without_an_address()
    {
        await AddAsync(2, isInBell: false);
        var address = await AddressAsync("");
        var mails = await MailsAsync("notifications.mail.digest");
        await DigestAsync();
        Assert.Equal((mails, 2), (await MailsAsync("notifications.mail.digest"), await Tenant.InDatabaseAsync(db => db.Set<Notification>().CountAsync(n => n.AwaitsDigest))));
        await AddressAsync(address);
        await DigestAsync();
        Assert.Equal((mails + 1, 0), (await MailsAsync("notifications.mail.digest"), await Tenant.InDatabaseAsync(db => db.Set<Notification>().CountAsync(n => n.AwaitsDigest))));
    }

    private Task AddAsync(int count, bool isInBell) => Tenant.InDatabaseAsync(async db =>
    {
        var admin = await db.Set<User>().Where(u => u.UserName == TestHost.AdminName).Select(u => u.Id).SingleAsync();
        db.AddRange(Enumerable.Range(1, count).Select(n => new Notification { UserId = admin, Text = "notifications.test.unknown", Args = $"[\"{n}\"]", IsInBell = isInBell, AwaitsDigest = true, CreatedUtc = DateTime.UtcNow.AddDays(-2) }));
        return await db.SaveChangesAsync();
    });

    /// <summary>Gives the administrator an address and answers the one before.</summary>
    private Task<string> AddressAsync(string address) => Tenant.InDatabaseAsync(async db =>
    {
        var admin = await db.Set<User>().SingleAsync(u => u.UserName == TestHost.AdminName);
        var before = admin.Email ?? "";
        admin.Email = address;
        await db.SaveChangesAsync();
        return before;
    });

    private static async Task ChooseAsync(HttpBrowser web, bool bell, string mail)
    {
        var page = (await web.GetAsync("admin/notifications/preferences")).Is(HttpStatusCode.OK);
        (string, string)[] choice = [("operations.mail", mail), ("general.bell", "true"), ("general.mail", "Never"), ("events.bell", "true"), ("events.mail", "Never")];
        (await web.PostAsync("admin/notifications/preferences", HttpBrowser.Filled(page, "form.cs-form", [.. choice, ("operations.bell", bell ? "true" : "")]))).Is(HttpStatusCode.Redirect);
    }

    private Task NotifyAsync(NotificationDraft draft) => Tenant.Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        var admin = await db.Set<User>().Where(u => u.UserName == TestHost.AdminName).Select(u => u.Id).SingleAsync();
        await scope.GetRequiredService<INotifier>().NotifyAsync(admin, draft, CancellationToken.None);
        await db.SaveChangesAsync();
    });

    private Task AgeAsync(DateTime created) => Tenant.InDatabaseAsync(db => db.Set<Notification>().Where(n => n.AwaitsDigest).ExecuteUpdateAsync(s => s.SetProperty(n => n.CreatedUtc, created)));

    private Task LoseAsync(params (string To, EmailStatus Status, string Subject)[] mails) => Tenant.InDatabaseAsync(async db =>
    {
        var now = DateTime.UtcNow;
        db.AddRange(mails.Select(m => new EmailMessage { MessageId = Guid.NewGuid().ToString("N"), Kind = "message", ToAddress = m.To, Subject = m.Subject, Status = m.Status, CreatedUtc = now, LastAttemptUtc = now, BouncedUtc = m.Status == EmailStatus.Bounced ? now : null }));
        return await db.SaveChangesAsync();
    });

    private Task WarnAsync() => Tenant.Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Email.WarnOfUndelivered").RunAsync(CancellationToken.None));

    private static DateTime Utc(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private sealed class FixedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }

    private Task DigestAsync() => Tenant.Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Notifications.Digest").RunAsync(CancellationToken.None));

    private Task<int> MailsAsync(string kind) => Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().CountAsync(m => m.Kind == kind));

    private static async Task<int> UnreadAsync(HttpBrowser web) =>
        int.Parse((await web.GetAsync("admin")).Is(HttpStatusCode.OK).Find("#bell").GetAttribute("data-poll")!.Split("unread=")[1], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<WebPage> BellAsync(HttpBrowser web, int unread) => web.GetAsync($"admin/notifications/bell?unread={unread}", ("HX-Request", "true"), ("HX-Target", "bell"));
}

public sealed class NotificationsOnSqlite(TenantFixture<Sqlite> tenant) : NotificationsTests<Sqlite>(tenant);

public sealed class NotificationsOnPostgres(TenantFixture<Postgres> tenant) : NotificationsTests<Postgres>(tenant);
