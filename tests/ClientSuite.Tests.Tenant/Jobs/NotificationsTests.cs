using System.Net;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Jobs;
using ClientSuite.Notifications;
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
        Assert.Equal(0, await MailsAsync("notifications.mail.digest"));
        await DigestAsync();
        await DigestAsync(); // has nothing more to say
        var digest = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().SingleAsync(m => m.Kind == "notifications.mail.digest"));
        Assert.Matches("(?s)Primeira <b>.*Segunda", digest.Text);
        Assert.DoesNotContain("Primeira <b>", digest.Html, StringComparison.Ordinal);
        Assert.Equal(seen + 2, await UnreadAsync(web));
        await ChooseAsync(web, bell: true, "Never");
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
        (await web.PostAsync("admin/notifications/preferences", HttpBrowser.Form(page, ("operations.bell", "true"), ("operations.mail", "Sometimes")))).Is(HttpStatusCode.Redirect);
        Assert.Equal("Never", (await web.GetAsync("admin/notifications/preferences")).Find("select[name='operations.mail'] option[selected]").GetAttribute("value"));
    }

    private static async Task ChooseAsync(HttpBrowser web, bool bell, string mail)
    {
        var page = (await web.GetAsync("admin/notifications/preferences")).Is(HttpStatusCode.OK);
        (string, string)[] choice = [("operations.mail", mail), ("general.bell", "true"), ("general.mail", "Never"), ("events.bell", "true"), ("events.mail", "Never")];
        (await web.PostAsync("admin/notifications/preferences", HttpBrowser.Form(page, bell ? [.. choice, ("operations.bell", "true")] : choice))).Is(HttpStatusCode.Redirect);
    }

    private Task NotifyAsync(NotificationDraft draft) => Tenant.Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        var admin = await db.Set<User>().Where(u => u.UserName == TestHost.AdminName).Select(u => u.Id).SingleAsync();
        await scope.GetRequiredService<INotifier>().NotifyAsync(admin, draft, CancellationToken.None);
        await db.SaveChangesAsync();
    });

    private Task DigestAsync() => Tenant.Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Notifications.Digest").RunAsync(CancellationToken.None));

    private Task<int> MailsAsync(string kind) => Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().CountAsync(m => m.Kind == kind));

    private static async Task<int> UnreadAsync(HttpBrowser web) =>
        int.Parse((await web.GetAsync("admin")).Is(HttpStatusCode.OK).Find("#bell").GetAttribute("data-poll")!.Split("unread=")[1], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<WebPage> BellAsync(HttpBrowser web, int unread) => web.GetAsync($"admin/notifications/bell?unread={unread}", ("HX-Request", "true"), ("HX-Target", "bell"));
}

public sealed class NotificationsOnSqlite(TenantFixture<Sqlite> tenant) : NotificationsTests<Sqlite>(tenant);

public sealed class NotificationsOnPostgres(TenantFixture<Postgres> tenant) : NotificationsTests<Postgres>(tenant);
