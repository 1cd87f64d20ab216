using System.Globalization;
using System.Net;
using ClientSuite.History;
using ClientSuite.Outbox;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Jobs;

/// <summary>Tasks, operations and parked events, in their pages.</summary>
public abstract class JobsHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task A_task_runs_now_and_the_page_says_how_it_went()
    {
        using var web = await Tenant.AdminAsync();
        await Tenant.Api.CreateClientAsync(new { tradeName = "A selar" });
        var page = (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
        Assert.Contains("Ainda não rodou", Row(page, "History.Seal"), StringComparison.Ordinal);
        (await web.PostAsync("admin/jobs?handler=Run", HttpBrowser.Form(page, ("task", "History.Seal")))).Is(HttpStatusCode.Redirect);
        for (var end = DateTime.UtcNow.AddSeconds(30); !Row(page, "History.Seal").Contains("Concluída", StringComparison.Ordinal);)
        {
            Assert.True(DateTime.UtcNow < end, "The task did not run within 30 seconds: " + Row(page, "History.Seal"));
            await Task.Delay(200);
            page = (await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK);
        }

        Assert.True(await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AnyAsync(e => e.RecordName == "A selar" && e.Sequence != null)));
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
        Assert.Contains("15 4 * * 1", Row(jobs, "Platform.CleanUp"), StringComparison.Ordinal);
        (await web.PostAsync("admin/jobs?handler=Switch", HttpBrowser.Form(jobs, ("task", "Platform.CleanUp"), ("enable", "false")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Desligada", Row((await web.GetAsync("admin/jobs")).Is(HttpStatusCode.OK), "Platform.CleanUp"), StringComparison.Ordinal);
        (await web.GetAsync("admin/jobs/schedule?task=Nao.Existe")).Is(HttpStatusCode.NotFound);
    }

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
        for (var end = DateTime.UtcNow.AddSeconds(30); await Tenant.InDatabaseAsync(db => db.Set<OutboxEvent>().AnyAsync(e => e.Id == retried));)
        {
            Assert.True(DateTime.UtcNow < end, "The event was not taken within 30 seconds.");
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
        page.Document.QuerySelectorAll("#tasks tbody tr").Single(r => r.QuerySelector("td .xs")?.TextContent == task).TextContent;

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
