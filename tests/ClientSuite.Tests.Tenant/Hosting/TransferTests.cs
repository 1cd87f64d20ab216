using System.Net;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Outbox;
using ClientSuite.Portable;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Crash;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class TransferTests(TestHost host)
{
    private TenantTransfer Transfer => host.Services.GetRequiredService<TenantTransfer>();

    [Fact]
    public async Task A_tenant_goes_from_SQLite_to_PostgreSQL_and_back_whole()
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var directory = new OwnDirectory();
        var source = await host.SetUpAsync("move", postgres: false);
        using (var api = await ApiClient.SignInAsync(host.Address(source)))
        {
            for (var i = 0; i < 30; i++)
            {
                await api.CreateClientAsync(new { tradeName = $"Ção \\ \t \"{i}\" 🙂", personKind = "natural", birthDate = "1990-02-28", blocked = i % 7 == 0 });
            }

            (await api.DeleteAsync("clients/" + (await api.GetAsync("clients?pageSize=1"))["items"]![0]!["id"])).Is(HttpStatusCode.NoContent);
        }

        await Transfer.ExportAsync(source.Name, directory["a.zip"], CancellationToken.None);
        var onPostgres = await ImportAsync(directory["a.zip"], postgres: true);
        await Transfer.ExportAsync(onPostgres.Name, directory["b.zip"], CancellationToken.None);
        var back = await ImportAsync(directory["b.zip"], postgres: false);

        Assert.Equal(3, new[] { source.TenantId, onPostgres.TenantId, back.TenantId }.Distinct().Count());
        var wanted = await ContentAsync(source);
        foreach (var copy in new[] { onPostgres, back })
        {
            Assert.Equal(wanted.Clients, (await ContentAsync(copy)).Clients);
            Assert.Equal(wanted.Lines, (await ContentAsync(copy)).Lines);
            using var api = await ApiClient.SignInAsync(host.Address(copy));
            Assert.Equal(29, (await api.NamesAsync("q=" + Uri.EscapeDataString("ção") + "&pageSize=100")).Length);
            await api.CreateClientAsync(new { tradeName = "Depois da mudança", personKind = "natural" });
            Assert.Single(await api.NamesAsync("q=mudança"));
        }

        foreach (var tenant in new[] { source, onPostgres, back })
        {
            await host.InTenantAsync(tenant.Name, async scope =>
            {
                var db = scope.GetRequiredService<TenantDb>();
                await new SealHistory(db).RunAsync(CancellationToken.None);
                var (entries, _, broken) = await HistoryVerifier.VerifyAsync(db, CancellationToken.None);
                Assert.Null(broken);
                Assert.True(entries > 30);
            });
        }
    }

    [Fact(DisplayName = "issue 2: after an import recovery codes sign in, and the authenticator is set up again")]
    public async Task A_copy_keeps_recovery_codes_and_no_authenticator()
    {
        using var directory = new OwnDirectory();
        var source = await host.SetUpAsync("fator", postgres: false);
        var factor = (Key: "", Codes: Array.Empty<string>());
        await host.InTenantAsync(source.Name, async scope => factor = await Totp.EnrolAsync(scope));
        await Transfer.ExportAsync(source.Name, directory["a.zip"], CancellationToken.None);
        var copy = host.Address(await ImportAsync(directory["a.zip"], postgres: false));
        Assert.True(await Totp.SignsInAsync(host.Address(source), Totp.Code(factor.Key)));
        Assert.False(await Totp.SignsInAsync(copy, Totp.Code(factor.Key)));
        Assert.True(await Totp.SignsInAsync(copy, factor.Codes[0]));
        Assert.False(await Totp.SignsInAsync(copy, factor.Codes[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waited_in_a_tenant_in_service_waits_in_its_copy_for_somebody(bool postgres)
    {
        Assert.SkipUnless(!postgres || TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var directory = new OwnDirectory();
        var source = await host.SetUpAsync("espera", postgres);
        var later = DateTime.UtcNow.AddHours(1);
        await host.InTenantAsync(source.Name, scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            db.Add(new OutboxEvent { Type = "Nobody.Knows", CreatedUtc = later, NextAttemptUtc = later });
            db.AddRange(Mail("aberto@cliente.example", isSecret: false), Mail("segredo@cliente.example", isSecret: true));
            return db.SaveChangesAsync();
        });
        await Transfer.ExportAsync(source.Name, directory["a.zip"], CancellationToken.None);
        var copy = await ImportAsync(directory["a.zip"], postgres);

        Assert.All(await MailsAsync(source), m => Assert.Equal((EmailStatus.Queued, "Texto"), (m.Status, m.Text)));
        var held = await MailsAsync(copy);
        Assert.Equal([(EmailStatus.Held, null, "Texto"), (EmailStatus.Held, null, null)], held.Select(m => (m.Status, m.NextAttemptUtc, m.Text)));
        await host.InTenantAsync(copy.Name, async scope =>
        {
            Assert.Null(await scope.GetServices<IWorkQueue>().Single().NextDueAsync(CancellationToken.None));
            Assert.NotNull((await scope.GetRequiredService<TenantDb>().Set<OutboxEvent>().SingleAsync()).ParkedUtc);
        });

        using var web = new HttpBrowser(host.Address(copy));
        await web.SignInAsync();
        var list = (await web.GetAsync("admin/emails?status=held")).Is(HttpStatusCode.OK);
        Assert.Equal(2, list.Document.QuerySelectorAll("tbody tr").Length);
        var page = (await web.GetAsync($"admin/emails/{held[0].Id}")).Is(HttpStatusCode.OK);
        Assert.Contains("O tenant foi copiado", page.Text, StringComparison.Ordinal);
        (await web.PostAsync($"admin/emails/{held[0].Id}?handler=Resend", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        await Eventually.HoldsAsync(async () => (await MailsAsync(copy)) is [_, _, { Status: EmailStatus.Filed, ToAddress: "aberto@cliente.example" }]);

        EmailMessage Mail(string to, bool isSecret) => new()
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = "message",
            ToAddress = to,
            Subject = "Espera",
            Text = "Texto",
            IsSecret = isSecret,
            CreatedUtc = later,
            NextAttemptUtc = later,
        };

        async Task<List<EmailMessage>> MailsAsync(ShellSettings tenant)
        {
            var mails = new List<EmailMessage>();
            await host.InTenantAsync(tenant.Name, async scope => mails = await scope.GetRequiredService<TenantDb>().EmailMessages.AsNoTracking().OrderBy(m => m.Id).ToListAsync());
            return mails;
        }
    }

    [Fact]
    public async Task An_archive_cut_in_the_middle_leaves_nothing()
    {
        using var directory = new OwnDirectory();
        var source = await host.SetUpAsync("cut", postgres: false);
        await Transfer.ExportAsync(source.Name, directory["a.zip"], CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(directory["a.zip"]);
        await File.WriteAllBytesAsync(directory["b.zip"], bytes[..(bytes.Length / 2)]);
        var target = host.NewTenant("cut", postgres: false);
        await Assert.ThrowsAsync<InvalidDataException>(() => Transfer.ImportAsync(directory["b.zip"], new ImportTarget(target.Name, null, null, target.DatabaseProvider, "", ""), CancellationToken.None));
        Assert.Null(host.Tenants.Find(target.Name));
    }

    private Task<ShellSettings> ImportAsync(string file, bool postgres)
    {
        var target = host.NewTenant("copy", postgres);
        return Transfer.ImportAsync(file, new ImportTarget(target.Name, null, null, target.DatabaseProvider, target.ConnectionString, target.Schema), CancellationToken.None);
    }

    private async Task<(List<string> Clients, int Lines)> ContentAsync(ShellSettings tenant)
    {
        using var api = await ApiClient.SignInAsync(host.Address(tenant));
        var items = (await api.GetAsync("clients?sort=id&pageSize=100")).Is(HttpStatusCode.OK)["items"]!.AsArray();
        var lines = 0;
        await host.InTenantAsync(tenant.Name, async scope => lines = await scope.GetRequiredService<TenantDb>().Set<HistoryLine>().CountAsync(l => l.ClientId != null));
        return ([.. items.Select(i => i!.ToJsonString())], lines);
    }
}
