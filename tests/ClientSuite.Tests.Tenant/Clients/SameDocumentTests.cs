using System.Globalization;
using System.Net;
using ClientSuite.Clients;
using ClientSuite.Portable;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>The tenant's rule that no two clients have the same document.</summary>
public abstract class SameDocumentTests<TDatabase>(StrictFixture<TDatabase> tenant) : TenantTests<TDatabase, StrictFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "001-06: two clients may have the same document until the tenant says no, which waits for those there are")]
    public async Task Switched()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        using var web = new HttpBrowser(Host.Address(other));
        await web.SignInAsync();
        var document = Documents.Cpf(123_000_001);
        await api.CreateClientAsync(new { tradeName = "Primeira", taxId = document });
        var second = await api.CreateClientAsync(new { tradeName = "Segunda", taxId = document });
        var page = (await web.GetAsync("admin/settings/clients")).Is(HttpStatusCode.OK);
        Assert.True(page.Find("#Form_AllowsSameDocument").HasAttribute("checked"));
        var refused = (await StrictFixture<TDatabase>.ForbidAsync(web)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Primeira (ID ", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Segunda (ID ", refused.Text, StringComparison.Ordinal);
        await api.CreateClientAsync(new { tradeName = "Terceira", taxId = document }); // nothing changed

        (await api.PatchAsync("clients/" + second, new { taxId = Documents.Cpf(123_000_002) })).Is(HttpStatusCode.OK);
        (await api.DeleteAsync("clients/" + (await api.GetAsync("clients?tradeName=Terceira"))["items"]![0]!["id"]!.GetValue<string>())).Is(HttpStatusCode.NoContent);
        (await StrictFixture<TDatabase>.ForbidAsync(web)).Is(HttpStatusCode.Redirect); // the trash is free
        (await api.PostAsync("clients", new { tradeName = "Quarta", taxId = document })).Is(HttpStatusCode.UnprocessableEntity);
        Assert.False((await web.GetAsync("admin/settings/clients")).Find("#Form_AllowsSameDocument").HasAttribute("checked"));
        Assert.Contains("Dois clientes podem ter o mesmo documento", (await web.GetAsync("admin/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        // An archive carries the rule.
        var file = Path.Combine(Path.GetTempPath(), Values.PublicId.New(TimeProvider.System) + ".zip");
        try
        {
            var transfer = Host.Services.GetRequiredService<TenantTransfer>();
            await transfer.ExportAsync(other.Name, file, CancellationToken.None);
            var place = Host.NewTenant("copy", !TDatabase.IsPostgres && TestHost.Postgres is not null);
            var copy = await transfer.ImportAsync(file, new ImportTarget(place.Name, place.RequestUrlPrefix, null, place.DatabaseProvider, place.ConnectionString, place.Schema), CancellationToken.None);
            using var there = await ApiClient.SignInAsync(Host.Address(copy));
            (await there.PostAsync("clients", new { tradeName = "Quinta", taxId = document })).Is(HttpStatusCode.UnprocessableEntity);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact(DisplayName = "001-06: adding, changing and restoring name the client that has the document")]
    public async Task One_by_one()
    {
        var document = Documents.Cpf(123_000_010);
        var first = await Tenant.Api.CreateClientAsync(new { tradeName = "Dona do CPF", taxId = document });
        var told = $"Dona do CPF (ID {first}) já tem este documento.";
        void Names(ApiAnswer answer) => Assert.Equal(told, answer.Is(HttpStatusCode.UnprocessableEntity)["errors"]!["taxId"]![0]!.GetValue<string>());
        Names(await Tenant.Api.PostAsync("clients", new { tradeName = "Outra", taxId = document }));
        Names(await Tenant.Api.PostAsync("clients", new { tradeName = "Outra", taxId = document }, ("Idempotency-Key", "mesmo-documento")));
        var second = await Tenant.Api.CreateClientAsync(new { tradeName = "Outra" });
        await Tenant.Api.CreateClientAsync(new { tradeName = "Sem documento" }); // none is not the same
        Names(await Tenant.Api.PatchAsync("clients/" + second, new { taxId = document }));
        Names(await Tenant.Api.PutAsync("clients/" + second, new { tradeName = "Outra", taxId = document }));
        (await Tenant.Api.PatchAsync("clients/" + first, new { origin = "feira" })).Is(HttpStatusCode.OK); // its own

        using var web = await Tenant.AdminAsync();
        var edit = (await web.GetAsync($"admin/clients/{second}/edit")).Is(HttpStatusCode.OK);
        Assert.Contains(told, (await web.PostAsync($"admin/clients/{second}/edit", HttpBrowser.Filled(edit, "form.cs-form", ("Form.TaxId", document)))).Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);

        (await Tenant.Api.DeleteAsync("clients/" + first)).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.PatchAsync("clients/" + second, new { taxId = document })).Is(HttpStatusCode.OK);
        var conflict = (await Tenant.Api.PostAsync($"clients/{first}/restore")).Is(HttpStatusCode.Conflict);
        Assert.Equal($"Dona do CPF não pode ser restaurado: Outra (ID {second}) tem o mesmo documento.", conflict["detail"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Redirect, (await web.PostAsync($"admin/clients/trash/{first}/restore", HttpBrowser.Form(edit))).Status);
        Assert.Contains("Dona do CPF não pode ser restaurado", (await web.GetAsync("admin/clients/trash")).Text, StringComparison.Ordinal);

        var operation = (await Tenant.Api.PostAsync("clients/bulk/restore", new { ids = new[] { first } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        var done = await Tenant.Api.EndOfAsync(operation);
        Assert.Equal((0, 1), (done["updated"]!.GetValue<int>(), done["rejected"]!.GetValue<int>()));
        Assert.Contains($"{first},Outra (ID {second}) já tem este documento.,Dona do CPF", (await Tenant.Api.GetAsync($"operations/{operation}/errors")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "001-06: of many who add the same document at once, one does")]
    public async Task At_once()
    {
        var document = Documents.Cpf(123_000_020);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Tenant.Api.PostAsync("clients", new { tradeName = "Corrida " + n, taxId = document })));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(11, answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<Client>().CountAsync(c => c.TaxId == document)));
    }

    [Fact(DisplayName = "001-06: rows of an import whose document another client has are rejected and named, while others add clients")]
    public async Task Imported()
    {
        var taken = Documents.Cpf(123_000_030);
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Já cadastrada", taxId = taken });
        var fresh = Enumerable.Range(0, 400).Select(n => Documents.Cpf(124_000_000 + n)).ToList();
        var rows = fresh.Select((document, n) => string.Create(CultureInfo.InvariantCulture, $"Linha {n},{document}")).ToList();
        var file = Tables.Csv(["nome,cpf", .. rows, $"Repetida,{taken}", $"Dupla,{fresh[0]}"]);
        var adding = Task.WhenAll(fresh.Take(20).Select(document => Tenant.Api.PostAsync("clients", new { tradeName = "Ao mesmo tempo", taxId = document })));
        var started = (await Tenant.Api.ImportAsync(file, "documentos.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        var done = await Tenant.Api.EndOfAsync(started);
        Assert.All(await adding, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.UnprocessableEntity, a.Text));
        var first = (await adding).Count(a => a.Status == HttpStatusCode.Created);
        Assert.Equal(("succeeded", 400 - first, 2 + first), (done["state"]!.GetValue<string>(), done["created"]!.GetValue<int>(), done["rejected"]!.GetValue<int>()));
        Assert.Contains($"Já cadastrada (ID {id}) já tem este documento.", (await Tenant.Api.GetAsync($"operations/{started}/errors")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(400, await Tenant.InDatabaseAsync(db => db.Set<Client>().Where(c => fresh.Contains(c.TaxId)).Select(c => c.TaxId).Distinct().CountAsync()));
        Assert.Equal(400, await Tenant.InDatabaseAsync(db => db.Set<Client>().CountAsync(c => fresh.Contains(c.TaxId))));
    }
}

/// <summary>A tenant that forbids the same document twice.</summary>
public sealed class StrictFixture<TDatabase>(TestHost host) : TenantFixture<TDatabase>(host) where TDatabase : ITestDatabase
{
    protected override async Task FillAsync()
    {
        using var web = await AdminAsync();
        (await ForbidAsync(web)).Is(HttpStatusCode.Redirect);
    }

    public static async Task<WebPage> ForbidAsync(HttpBrowser web)
    {
        var page = (await web.GetAsync("admin/settings/clients")).Is(HttpStatusCode.OK);
        return await web.PostAsync("admin/settings/clients", HttpBrowser.Filled(page, "form.cs-form", ("Form.AllowsSameDocument", "false")));
    }
}

public sealed class SameDocumentOnSqlite(StrictFixture<Sqlite> tenant) : SameDocumentTests<Sqlite>(tenant);

public sealed class SameDocumentOnPostgres(StrictFixture<Postgres> tenant) : SameDocumentTests<Postgres>(tenant);
