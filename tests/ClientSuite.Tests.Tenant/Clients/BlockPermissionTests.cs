using System.Globalization;
using System.Net;
using ClientSuite.Clients;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Blocking has a permission of its own, whichever way is taken.</summary>
public abstract class BlockPermissionTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 2 §9: the API neither blocks nor unblocks a client for who may edit but not block")]
    public async Task The_API_asks_for_the_permission_to_block()
    {
        using var web = await Tenant.StaffAsync("Cadastro", "cadastro", "EditClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "cadastro", "Segredo123");
        (await api.PostAsync("clients", new { tradeName = "Nasce bloqueado", blocked = true })).Is(HttpStatusCode.Forbidden);
        Assert.Empty(await Tenant.Api.NamesAsync("tradeName=Nasce"));

        var path = "clients/" + await Tenant.Api.CreateClientAsync(new { tradeName = "Livre" });
        var refused = (await api.PatchAsync(path, new { blocked = true })).Is(HttpStatusCode.Forbidden);
        Assert.NotNull(refused["errors"]!["blocked"]);
        (await api.PutAsync(path, new { tradeName = "Livre", blocked = true })).Is(HttpStatusCode.Forbidden);
        (await api.PatchAsync(path, new { blocked = false, origin = "feira" })).Is(HttpStatusCode.OK);

        (await Tenant.Api.PatchAsync(path, new { blocked = true, blockedReason = "Fraude" })).Is(HttpStatusCode.OK);
        (await api.PatchAsync(path, new { blocked = false })).Is(HttpStatusCode.Forbidden);
        (await api.PatchAsync(path, new { blockedReason = "Outro motivo" })).Is(HttpStatusCode.Forbidden);
        (await api.PutAsync(path, new { tradeName = "Livre" })).Is(HttpStatusCode.Forbidden); // the whole record: without the block it would end it
        (await api.PutAsync(path, new { tradeName = "Livre", blocked = true, blockedReason = "Fraude" })).Is(HttpStatusCode.OK);
        var patched = (await api.PatchAsync(path, new { origin = "site" })).Is(HttpStatusCode.OK);
        Assert.Equal((true, "Fraude"), (patched["blocked"]!.GetValue<bool>(), patched["blockedReason"]!.GetValue<string>()));
    }

    [Fact(DisplayName = "issue 2 §9: the forms ask nothing of blocking from who may not block, and refuse it when it is sent")]
    public async Task The_forms_ask_it_of_those_who_may()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Trancada", blocked = true, blockedReason = "Fraude" });
        using var web = await Tenant.StaffAsync("Balcão", "balcao", "EditClients");
        var path = $"admin/clients/{id}/edit";
        var form = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Null(form.Document.QuerySelector("[name='Form.Blocked'], [name='Form.BlockedReason']"));
        Assert.Contains("Sim · Fraude", form.Find("#client-blocked").TextContent, StringComparison.Ordinal);
        (await web.PostAsync(path, HttpBrowser.Filled(form, "form.cs-form", ("Form.Blocked", "False")))).Is(HttpStatusCode.Forbidden);
        (await web.PostAsync(path, HttpBrowser.Filled(form, "form.cs-form", ("Form.Origin", "balcão")))).Is(HttpStatusCode.Redirect);
        var kept = await ClientAsync(c => c.TradeName == "Trancada");
        Assert.Equal((true, "Fraude", "balcão"), (kept.Blocked, kept.BlockedReason, kept.Origin));

        var add = (await web.GetAsync("admin/clients/new")).Is(HttpStatusCode.OK);
        Assert.Null(add.Document.QuerySelector("[name='Form.Blocked'], [name='Form.BlockedReason']"));
        (await web.PostAsync("admin/clients/new", Person(add, "Chegou Presa", ("Form.Blocked", "True")))).Is(HttpStatusCode.Forbidden);
        (await web.PostAsync("admin/clients/new", Person(add, "Chegou Livre"))).Is(HttpStatusCode.Redirect);
        Assert.Empty(await Tenant.Api.NamesAsync("tradeName=Chegou Presa"));

        using var admin = await Tenant.AdminAsync();
        Assert.NotNull((await admin.GetAsync(path)).Is(HttpStatusCode.OK).Document.QuerySelector("[name='Form.Blocked']"));
    }

    [Fact(DisplayName = "issue 3 §3: a bulk block is taken back by who may block, not by who only sees it")]
    public async Task A_bulk_block_is_undone_with_the_permission_to_block()
    {
        string[] ids = [await Tenant.Api.CreateClientAsync(new { tradeName = "Lote um" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Lote dois" })];
        var operation = (await Tenant.Api.PostAsync("clients/bulk/block", new { ids })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        await Tenant.Api.EndOfAsync(operation);
        using var web = await Tenant.StaffAsync("Lixeira", "lixeira", "DeleteClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "lixeira", "Segredo123");
        Assert.False((await api.GetAsync("operations/" + operation)).Is(HttpStatusCode.OK)["canUndo"]!.GetValue<bool>());
        (await api.PostAsync($"operations/{operation}/undo")).Is(HttpStatusCode.Conflict);
        var page = (await web.GetAsync("admin/operations/" + operation)).Is(HttpStatusCode.OK);
        Assert.Null(page.Document.QuerySelector($"[hx-post$='{operation}/undo'], form[action$='{operation}/undo']"));
        (await web.PostAsync("admin/clients/bulk/undo/" + operation, HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect); // with a message
        Assert.Equal(2, (await Tenant.Api.GetAsync("clients?tradeName=Lote&blocked=true")).Is(HttpStatusCode.OK)["items"]!.AsArray().Count);
        using var admin = await Tenant.AdminAsync();
        Assert.NotNull((await admin.GetAsync("admin/operations/" + operation)).Is(HttpStatusCode.OK).Document.QuerySelector($"[hx-post$='{operation}/undo'], form[action$='{operation}/undo']"));
        (await Tenant.Api.PostAsync($"operations/{operation}/undo")).Is(HttpStatusCode.Accepted);
        Assert.True((await Tenant.Api.EndOfAsync(operation, "undone"))["undone"]!.GetValue<bool>());
    }

    [Fact(DisplayName = "issue 2 §9: who may merge but not block keeps the block of either client; who may block has it proposed and may leave it")]
    public async Task A_merge_keeps_a_block()
    {
        using var web = await Tenant.StaffAsync("Fusão", "fusao", "ViewClients", "MergeClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "fusao", "Segredo123");
        Assert.Equal((true, "Fraude"), await MergedAsync(api, await FreeAsync(), await TrancadaAsync(), null));
        Assert.Equal((true, "Fraude"), await MergedAsync(api, await FreeAsync(), await TrancadaAsync(), []));
        Assert.Equal((true, "Fraude"), await MergedAsync(api, await TrancadaAsync(), await FreeAsync(), ["blocked", "blockedReason", "origin"]));
        Assert.Equal((true, "Fraude"), await MergedAsync(Tenant.Api, await FreeAsync(), await TrancadaAsync(), null));
        Assert.Equal((false, ""), await MergedAsync(Tenant.Api, await FreeAsync(), await TrancadaAsync(), []));

        var (kept, merged) = (await FreeAsync(), await TrancadaAsync());
        using var admin = await Tenant.AdminAsync();
        Assert.Equal(merged, (await admin.GetAsync($"admin/clients/merge?one={kept}&other={merged}")).Is(HttpStatusCode.OK).Find("input[name='Field.blocked'][checked]").GetAttribute("value"));
        var compare = (await web.GetAsync($"admin/clients/merge?one={kept}&other={merged}")).Is(HttpStatusCode.OK);
        Assert.Equal(4, compare.Document.QuerySelectorAll("input[name^='Field.blocked'][disabled]").Length);
        (await web.PostAsync(compare.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(compare, "form.cs-form", ("Field.blocked", kept), ("Field.blockedReason", kept)))).Is(HttpStatusCode.Redirect);
        var id = long.Parse(kept, CultureInfo.InvariantCulture);
        var one = await ClientAsync(c => c.Id == id);
        Assert.Equal((true, "Fraude"), (one.Blocked, one.BlockedReason));

        Task<string> FreeAsync() => Tenant.Api.CreateClientAsync(new { tradeName = "Mescla livre" });
        Task<string> TrancadaAsync() => Tenant.Api.CreateClientAsync(new { tradeName = "Mescla trancada", blocked = true, blockedReason = "Fraude" });
        static async Task<(bool, string)> MergedAsync(ApiClient api, string kept, string merged, string[]? take)
        {
            var client = (await api.PostAsync($"clients/{kept}/merge", new { merge = merged, take })).Is(HttpStatusCode.OK)["client"]!;
            return (client["blocked"]!.GetValue<bool>(), client["blockedReason"]?.GetValue<string>() ?? "");
        }
    }

    [Fact(DisplayName = "001-04 A legal person is not added without its legal name; a natural one has none")]
    public async Task A_person_needs_no_legal_name()
    {
        using var web = await Tenant.AdminAsync();
        var add = (await web.GetAsync("admin/clients/new")).Is(HttpStatusCode.OK);
        var legalName = add.Find("#Form_LegalName");
        Assert.False(legalName.HasAttribute("required"));
        Assert.Equal("Form.PersonKind=legal", legalName.GetAttribute("data-required-when"));
        (await web.PostAsync("admin/clients/new", Person(add, "Só Pessoa", ("Form.TaxId", "111.444.777-35")))).Is(HttpStatusCode.Redirect);
        var company = (await web.PostAsync("admin/clients/new", Person(add, "Só Empresa", ("Form.PersonKind", "legal"), ("Form.TaxId", "11.222.333/0001-81")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(company.Find("#Form_LegalName-e").TextContent);
        Assert.True(company.Find("#Form_LegalName").HasAttribute("required"));

        var id = (await ClientAsync(c => c.TradeName == "Só Pessoa")).Id.ToString(CultureInfo.InvariantCulture);
        Assert.DoesNotContain("Razão social", (await web.GetAsync("admin/clients/" + id)).Is(HttpStatusCode.OK).Document.QuerySelectorAll("dl.facts dt").Select(t => t.TextContent));
    }

    private static List<KeyValuePair<string, string>> Person(WebPage page, string name, params (string Name, string? Value)[] more)
    {
        (string Name, string? Value)[] usual =
        [
            ("Form.TradeName", name), ("Form.TaxId", "529.982.247-25"), ("Form.Email", "pessoa@cadastro.example"), ("Form.Phone", "(31) 98877-4512"), ("Form.PostalCode", "32315-040"),
            ("Form.Street", "Rua das Acácias"), ("Form.Number", "214"), ("Form.District", "Eldorado"), ("Form.City", "Contagem"), ("Form.State", "MG"),
        ];
        return HttpBrowser.Filled(page, "form.cs-form", [.. usual.Where(u => !more.Any(m => m.Name == u.Name)), .. more]);
    }

    private Task<Client> ClientAsync(System.Linq.Expressions.Expression<Func<Client, bool>> which) => Tenant.InDatabaseAsync(db => db.Set<Client>().AsNoTracking().SingleAsync(which));
}

public sealed class BlockPermissionOnSqlite(TenantFixture<Sqlite> tenant) : BlockPermissionTests<Sqlite>(tenant);

public sealed class BlockPermissionOnPostgres(TenantFixture<Postgres> tenant) : BlockPermissionTests<Postgres>(tenant);
