using System.Net;
using ClientSuite.Tests.Hosting;
using ClientSuite.Tests.Privacy;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process while clients are anonymised.</summary>
public abstract class KilledAnonymizationTests<TDatabase> where TDatabase : ITestDatabase
{
    private const int People = 3;
    private const int Notes = 40;

    [Fact(DisplayName = "issue 3 §6: kill -9 during an anonymisation: it goes on by itself and nothing of the person is left")]
    [Trait("Category", "Crash")]
    public async Task It_goes_on()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var host = new KilledHost<TDatabase>();
        var people = new List<Person>();
        using (var api = await host.StartAsync())
        {
            for (var i = 0; i < People; i++)
            {
                var person = await api.AddPersonAsync();
                people.Add(person);
                for (var note = 0; note < Notes; note++)
                {
                    (await api.PostAsync($"clients/{person.Id}/notes", new { text = $"{person.Name} {note}" })).Is(HttpStatusCode.Created);
                }
            }

            foreach (var person in people)
            {
                (await api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Id })).Is(HttpStatusCode.Accepted);
            }
        }

        for (var kills = 0; kills < KilledHost<TDatabase>.Kills(byDefault: 4); kills++)
        {
            await Task.Delay(Random.Shared.Next(120));
            host.Kill();
            using var again = await host.StartAsync();
        }

        await Eventually.HoldsAsync(() => host.Scalar("""SELECT count(*) FROM "Privacy_Anonymization" WHERE "FinishedUtc" IS NOT NULL""") == People);
        Assert.Equal(0, host.Scalar("""SELECT count(*) FROM "Operations_Operation" WHERE "State" = 'Failed'"""));
        host.Kill();
        foreach (var mark in people.SelectMany(p => p.Marks.Take(4)))
        {
            foreach (var (table, column) in new[]
            {
                ("Clients_Client", "TradeName"), ("Clients_Client", "Emails"), ("Notes_Note", "Text"), ("ClientUsers_Membership", "Name"), ("Users_User", "Email"), ("Email_Message", "ToAddress"), ("Search_Entry", "Keys"),
                ("History_Line", "OldValue"), ("History_Line", "NewValue"), ("History_Entry", "RecordName"),
            })
            {
                Assert.True(host.Scalar($"SELECT count(*) FROM \"{table}\" WHERE \"{column}\" LIKE '%{mark}%'") == 0, $"{mark} is left in {table}.{column}");
            }
        }

        using var last = await host.StartAsync();
        Assert.Equal($"Titular anonimizado #{people[0].Id}", (await last.GetAsync("clients/" + people[0].Id)).Is(HttpStatusCode.OK)["tradeName"]!.GetValue<string>());
    }
}

public sealed class KilledAnonymizationOnSqlite : KilledAnonymizationTests<Sqlite>;

public sealed class KilledAnonymizationOnPostgres : KilledAnonymizationTests<Postgres>;
