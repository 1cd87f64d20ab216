using System.Globalization;
using System.Net;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Jobs.Tasks;
using ClientSuite.Outbox;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace ClientSuite.Tests.Jobs;

/// <summary>Tasks, operations and parked events, in their pages.</summary>
public abstract class JobsHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task A_task_runs_now_and_the_page_says_how_it_went()
    {
        var young = await Tenant.AnotherAsync(); // no hour has struck in it
        using var web = new HttpBrowser(Host.Address(young));
        await web.SignInAsync();
        using (var api = await ApiClient.SignInAsync(Host.Address(young)))
        {
            await api.CreateClientAsync(new { tradeName = "A selar" });
        }

        var page = (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
        Assert.Contains("Ainda não rodou", Row(page, "History.Seal"), StringComparison.Ordinal);
        (await web.PostAsync("admin/jobs?handler=Run", HttpBrowser.Form(page, ("task", "History.Seal")))).Is(HttpStatusCode.Redirect);
        for (var end = DateTime.UtcNow.AddMinutes(3); !Row(page, "History.Seal").Contains("Concluída", StringComparison.Ordinal);)
        {
            Assert.True(DateTime.UtcNow < end, "The task did not run within three minutes: " + Row(page, "History.Seal"));
            await Task.Delay(200);
            page = (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
        }

        Assert.Matches(@"\d+ (item tratado|itens tratados)", Row(page, "History.Seal"));
        await Host.InTenantAsync(young.Name, async scope => Assert.True(await scope.GetRequiredService<TenantDb>().Set<HistoryEntry>().AnyAsync(e => e.RecordName == "A selar" && e.Sequence != null)));
        (await web.PostAsync("admin/jobs?handler=Run", HttpBrowser.Form(page, ("task", "Nao.Existe")))).Is(HttpStatusCode.Redirect);
        (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_schedule_that_can_not_be_is_422_and_a_good_one_is_kept()
    {
        using var web = await Tenant.AdminAsync();
        const string path = "admin/jobs/schedule?task=Platform.CleanUp";
        var page = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        foreach (var wrong in new[] { "todo dia", "61 * * * *", "* * * *", "" })
        {
            var refused = (await web.PostAsync(path, HttpBrowser.Filled(page, "form.cs-form", ("Form.Schedule", wrong)))).Is(HttpStatusCode.UnprocessableEntity);
            Assert.NotEmpty(refused.Find("#Form_Schedule-e").TextContent);
        }

        (await web.PostAsync(path, HttpBrowser.Filled(page, "form.cs-form", ("Form.Schedule", "15 4 * * 1")))).Is(HttpStatusCode.Redirect);
        var jobs = (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
        Assert.Contains("segunda-feira, às 04:15", Row(jobs, "Platform.CleanUp"), StringComparison.Ordinal);
        Assert.Single(jobs.Document.QuerySelectorAll("#tasks a[title='15 4 * * 1']"));
        (await web.PostAsync("admin/jobs?handler=Switch", HttpBrowser.Form(jobs, ("task", "Platform.CleanUp"), ("enable", "false")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Desligada", Row((await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK), "Platform.CleanUp"), StringComparison.Ordinal);
        (await web.GetAsync("admin/jobs/schedule?task=Nao.Existe")).Is(HttpStatusCode.NotFound);
    }

    [Theory(DisplayName = "issue 2 §6: schedules are said in words")]
    [InlineData("7 * * * *", "a cada hora, aos 7 min", "every hour, at 7 min past", "cada hora, a los 7 min")]
    [InlineData("40 3 * * *", "todos os dias, às 03:40", "every day at 3:40 AM", "todos los días, a las 3:40")]
    [InlineData("*/15 * * * *", "a cada 15 minutos", "every 15 minutes", "cada 15 minutos")]
    [InlineData("* * * * *", "a cada minuto", "every minute", "cada minuto")]
    [InlineData("5 */6 * * *", "a cada 6 horas, aos 5 min", "every 6 hours, at 5 min past", "cada 6 horas, a los 5 min")]
    [InlineData("0 9 1 * *", "no dia 1 de cada mês, às 09:00", "on day 1 of every month at 9:00 AM", "el día 1 de cada mes, a las 9:00")]
    [InlineData("30 18 * * 1-5", "segunda-feira – sexta-feira, às 18:30", "Monday – Friday at 6:30 PM", "lunes – viernes, a las 18:30")]
    [InlineData("0 0 * * 0,7", "domingo, domingo, às 00:00", "Sunday, Sunday at 12:00 AM", "domingo, domingo, a las 0:00")]
    [InlineData("0 0 1 1 *", "0 0 1 1 *", "0 0 1 1 *", "0 0 1 1 *")]
    [InlineData("1,2 3 * * *", "1,2 3 * * *", "1,2 3 * * *", "1,2 3 * * *")]
    public Task In_words(string cron, string portuguese, string english, string spanish) => Host.InTenantAsync(Tenant.Name, scope =>
    {
        var texts = scope.GetRequiredService<IStringLocalizer>();
        foreach (var (culture, words) in new[] { ("pt-BR", portuguese), ("en", english), ("es", spanish) })
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(words, ScheduleWords.Say(cron, texts).Replace('\u202f', ' '));
        }

        return Task.CompletedTask;
    });

    [Fact]
    public async Task A_parked_event_is_shown_and_retried_or_discarded()
    {
        using var web = await Tenant.AdminAsync();
        var retried = await ParkAsync("retry-me");
        var discarded = await ParkAsync("discard-me");
        var list = (await web.GetAsync("admin/jobs/events?state=parked")).Is(HttpStatusCode.OK);
        foreach (var id in new[] { retried, discarded })
        {
            var row = list.Find($"#row-{id}").TextContent;
            Assert.Contains("ClientCreated", row, StringComparison.Ordinal);
            Assert.Contains("Parado", row, StringComparison.Ordinal);
            Assert.Contains("Quebrou", row, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("segredo-do-evento", list.Text, StringComparison.Ordinal); // what an event says may sign somebody in
        (await web.PostAsync($"admin/jobs/events?id={discarded}&handler=Discard", HttpBrowser.Form(list))).Is(HttpStatusCode.Redirect);
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().CountAsync(e => e.Kind == "discarded" && e.RecordId == discarded)));
        Assert.True(await Tenant.InDatabaseAsync(db => db.Set<OutboxEvent>().AnyAsync(e => e.Id == retried)));

        // Nothing handles it in this tenant, so once it is due it is done.
        (await web.PostAsync($"admin/jobs/events?id={retried}&handler=Retry", HttpBrowser.Form(list))).Is(HttpStatusCode.Redirect);
        for (var end = DateTime.UtcNow.AddMinutes(2); await Tenant.InDatabaseAsync(db => db.Set<OutboxEvent>().AnyAsync(e => e.Id == retried));)
        {
            Assert.True(DateTime.UtcNow < end, "The event was not taken within two minutes.");
            await Task.Delay(100);
        }

        Assert.False(await Tenant.InDatabaseAsync(db => db.Set<OutboxEvent>().AnyAsync(e => e.Id == discarded)));
        (await web.PostAsync($"admin/jobs/events?id={retried}&handler=Discard", HttpBrowser.Form(list))).Is(HttpStatusCode.Redirect); // gone by now
        Assert.Contains("Este evento não está parado.", (await web.GetAsync("admin/jobs/events")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_is_listed_with_its_figures()
    {
        using var web = await Tenant.AdminAsync();
        var started = (await Tenant.Api.ImportAsync(Tables.Csv("nome,email", "Listada,listada@tarefas.example", ",sem-nome@tarefas.example"), "listado.csv", ("match", "none"))).Is(HttpStatusCode.Accepted);
        var id = started["id"]!.GetValue<string>();
        await Tenant.Api.EndOfAsync(id);
        var row = (await web.GetAsync("admin/operations")).Is(HttpStatusCode.OK).Find("#row-" + id);
        Assert.Equal(["listado.csv", "Importação de clientes", "Concluída", "2", "1"], row.QuerySelectorAll("td").Take(5).Select(d => d.TextContent.Trim()));
        (await web.GetAsync("admin/operations/01jd0000000000000000000000")).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.PostAsync($"operations/{id}/cancel")).Is(HttpStatusCode.Conflict); // it is over
    }

    private static string Row(WebPage page, string task) =>
        page.Document.QuerySelectorAll("#tasks tbody tr").Single(r => r.QuerySelector("td strong")?.GetAttribute("title") == task).TextContent;

    private Task<long> ParkAsync(string key) => Tenant.InDatabaseAsync(async db =>
    {
        var parked = new OutboxEvent
        {
            Type = "ClientSuite.Clients.Contracts.ClientCreated",
            Payload = """{"clientId":1,"contentItemId":"segredo-do-evento","name":"x"}""",
            RecordKey = key,
            CreatedUtc = DateTime.UtcNow.AddHours(-1),
            Attempts = 10,
            NextAttemptUtc = DateTime.UtcNow.AddHours(-1),
            ParkedUtc = DateTime.UtcNow.AddMinutes(-5),
            Error = "Quebrou " + key.ToString(CultureInfo.InvariantCulture),
        };
        db.Add(parked);
        await db.SaveChangesAsync();
        return parked.Id;
    });
}

public sealed class JobsHttpOnSqlite(TenantFixture<Sqlite> tenant) : JobsHttpTests<Sqlite>(tenant);

public sealed class JobsHttpOnPostgres(TenantFixture<Postgres> tenant) : JobsHttpTests<Postgres>(tenant);
