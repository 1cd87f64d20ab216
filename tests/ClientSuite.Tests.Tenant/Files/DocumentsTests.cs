using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ClientSuite.Files;
using ClientSuite.Jobs;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Files;

/// <summary>The documents of a client: tab, upload, downloads, versions, trash, links.</summary>
public abstract class DocumentsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private static readonly byte[] Pdf = "%PDF-1.4\nconteúdo"u8.ToArray();

    [Fact(DisplayName = "002-67, 002-69, 002-70 the tab lists the documents with a checkbox per row, one for all beside the name's heading, and a cloud per row")]
    public async Task The_tab()
    {
        var id = await ClientAsync("Ana Ávila");
        using var admin = await Tenant.AdminAsync();
        Assert.Contains("Nenhum documento", (await admin.GetAsync($"admin/clients/{id}/documents")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        await UploadAsync(admin, id, "Contrato.pdf", Pdf);
        var second = await UploadAsync(admin, id, "Ata.txt", "linha"u8.ToArray(), "Atas/2026");
        var tab = (await admin.GetAsync($"admin/clients/{id}/documents")).Is(HttpStatusCode.OK);
        Assert.Equal("2", tab.Find(".cs-tabs a[aria-current=page] .count").TextContent);
        Assert.Equal("Documentos", tab.Find("#c-documents").TextContent);
        Assert.Equal("Nome do documento", tab.Find("thead th:nth-child(2)").TextContent);
        Assert.NotNull(tab.Find("thead th:nth-child(1) input[type=checkbox][data-docs-all]"));
        Assert.Single(tab.Document.QuerySelectorAll("tbody input[type=checkbox][name=ids]"));
        Assert.EndsWith("/content", tab.Find("tbody td.cd a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("Download dos documentos selecionados", tab.Find(".docs-foot button[type=submit]").TextContent.Trim());
        Assert.Contains("Atas", tab.Find(".docs-folder").TextContent, StringComparison.Ordinal);
        var folder = (await admin.GetAsync($"admin/clients/{id}/documents?folder=Atas%2F2026")).Is(HttpStatusCode.OK);
        Assert.Equal(second.ToString(CultureInfo.InvariantCulture), folder.Find("tbody input[name=ids]").GetAttribute("value"));
        Assert.Equal("2026", folder.Find(".docs-path [aria-current]").TextContent);
    }

    [Fact(DisplayName = "issue 3 §2, 004-91: documents are found by name and category in all folders, moved together, and a folder is renamed with all below it")]
    public async Task Found_and_moved()
    {
        var id = await ClientAsync("Gil Gomes");
        using var admin = await Tenant.AdminAsync();
        var contract = await UploadAsync(admin, id, "Contrato de locação.pdf", Pdf);
        var minutes = await UploadAsync(admin, id, "Ata.txt", "uma"u8.ToArray(), "Atas/2026");
        var draft = await UploadAsync(admin, id, "Minuta do contrato.txt", "duas"u8.ToArray(), "Atas");
        Assert.Equal([contract, draft], await FoundAsync("documents?q=CONTRATO+loca", "documents?q=contrato"));
        Assert.Contains("Nenhum documento encontrado", (await admin.GetAsync($"admin/clients/{id}/documents?q=recibo")).Text, StringComparison.Ordinal);

        var rename = (await admin.GetAsync($"admin/clients/{id}/documents/move?folder=Atas")).Is(HttpStatusCode.OK);
        foreach (var wrong in new[] { "", "A/B/C/D/E" }) // five deep is the most, and there is a folder below
        {
            (await admin.PostAsync($"admin/clients/{id}/documents/move?folder=Atas", HttpBrowser.Form(rename, ("Target", wrong)))).Is(HttpStatusCode.UnprocessableEntity);
        }

        (await admin.PostAsync($"admin/clients/{id}/documents/move?folder=Atas", HttpBrowser.Form(rename, ("Target", "Reuniões")))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["Contrato de locação.pdf|", "Minuta do contrato.txt|Reuniões", "Ata.txt|Reuniões/2026"], await PlacesAsync());

        var move = (await admin.GetAsync($"admin/clients/{id}/documents/move?ids={contract}&ids={minutes}")).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"admin/clients/{id}/documents/move", [.. HttpBrowser.Form(move, ("Target", "../fora")), new("ids", contract.ToString(CultureInfo.InvariantCulture))])).Is(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync($"admin/clients/{id}/documents/move", [.. HttpBrowser.Form(move, ("Target", "Arquivo")), new("ids", contract.ToString(CultureInfo.InvariantCulture)), new("ids", minutes.ToString(CultureInfo.InvariantCulture))])).Is(HttpStatusCode.Redirect);
        Assert.Equal(["Ata.txt|Arquivo", "Contrato de locação.pdf|Arquivo", "Minuta do contrato.txt|Reuniões"], await PlacesAsync());
        var other = await ClientAsync("Outro Gil");
        (await admin.PostAsync($"admin/clients/{other}/documents/move", [.. HttpBrowser.Form(move, ("Target", "Meu")), new("ids", contract.ToString(CultureInfo.InvariantCulture))])).Is(HttpStatusCode.NotFound);

        async Task<List<long>> FoundAsync(params string[] paths)
        {
            var found = new List<long>();
            foreach (var path in paths)
            {
                found.AddRange((await admin.GetAsync($"admin/clients/{id}/{path}")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody input[name=ids]").Select(i => long.Parse(i.GetAttribute("value")!, CultureInfo.InvariantCulture)));
            }

            return [.. found.Distinct()];
        }

        Task<List<string>> PlacesAsync() => Tenant.InDatabaseAsync(db => db.Set<Document>().AsNoTracking().Where(d => d.ClientId == long.Parse(id, CultureInfo.InvariantCulture)).OrderBy(d => d.Folder).ThenBy(d => d.Name).Select(d => d.Name + "|" + d.Folder).ToListAsync());
    }

    [Fact(DisplayName = "issue 3 §2: moving documents and renaming a folder is taken back by the toast; what was there before, or went elsewhere since, stays")]
    public async Task Moved_back()
    {
        var id = await ClientAsync("Nina Nunes");
        using var admin = await Tenant.AdminAsync();
        var (one, two, stays) = (await UploadAsync(admin, id, "um.txt", "1"u8.ToArray(), "A"), await UploadAsync(admin, id, "dois.txt", "2"u8.ToArray(), "B/C"), await UploadAsync(admin, id, "três.txt", "3"u8.ToArray(), "Arquivo"));
        var move = (await admin.GetAsync($"admin/clients/{id}/documents/move?ids={one}&ids={two}")).Is(HttpStatusCode.OK);
        var moved = await admin.PostAsync($"admin/clients/{id}/documents/move", [.. HttpBrowser.Form(move, ("Target", "Arquivo")), new("ids", one.ToString(CultureInfo.InvariantCulture)), new("ids", two.ToString(CultureInfo.InvariantCulture))], ("HX-Request", "true"));
        var undo = UndoOf(moved.Is(HttpStatusCode.NoContent));
        Assert.Equal(["um.txt|Arquivo", "dois.txt|Arquivo", "três.txt|Arquivo"], await PlacesAsync());
        (await Tenant.Api.PatchAsync($"documents/{await KeyAsync(two)}", new { folder = "Longe" })).Is(HttpStatusCode.OK);
        (await admin.PostAsync(undo, HttpBrowser.Form(move))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["um.txt|A", "dois.txt|Longe", "três.txt|Arquivo"], await PlacesAsync());
        (await admin.PostAsync(undo, HttpBrowser.Form(move), ("HX-Request", "true"))).Is(HttpStatusCode.Conflict); // nothing is left to undo

        var rename = (await admin.GetAsync($"admin/clients/{id}/documents/move?folder=A")).Is(HttpStatusCode.OK);
        var renamed = await admin.PostAsync($"admin/clients/{id}/documents/move?folder=A", HttpBrowser.Form(rename, ("Target", "Arquivo")), ("HX-Request", "true"));
        Assert.Equal(["um.txt|Arquivo", "dois.txt|Longe", "três.txt|Arquivo"], await PlacesAsync());
        (await admin.PostAsync(UndoOf(renamed.Is(HttpStatusCode.NoContent)), HttpBrowser.Form(move))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["um.txt|A", "dois.txt|Longe", "três.txt|Arquivo"], await PlacesAsync()); // "três" was in the folder before

        Task<List<string>> PlacesAsync() => Tenant.InDatabaseAsync(db => db.Documents.AsNoTracking().Where(d => d.Id == one || d.Id == two || d.Id == stays).OrderBy(d => d.Id).Select(d => d.Name + "|" + d.Folder).ToListAsync());
        Task<string> KeyAsync(long number) => Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.Id == number).Select(d => d.ContentItemId).SingleAsync());
        static string UndoOf(WebPage answer) => JsonNode.Parse(answer.Message.Headers.GetValues("HX-Trigger").Single())!["notice"]!["undoUrl"]!.GetValue<string>();
    }

    [Fact(DisplayName = "004-91, CONTRACT: documents keep the API's rules: one answer per Idempotency-Key, ETag and If-Match, ids as text, problems for what is no file")]
    public async Task Rules_of_the_API()
    {
        var id = await ClientAsync("Otto Ochoa");
        var first = (await PostAsync($"clients/{id}/documents?name=a.txt", Bytes("um"), ("Idempotency-Key", "doc-1"))).Is(HttpStatusCode.Created);
        var again = (await PostAsync($"clients/{id}/documents?name=a.txt", Bytes("um"), ("Idempotency-Key", "doc-1"))).Is(HttpStatusCode.Created);
        Assert.Equal((first.Text, first.Message.Headers.Location), (again.Text, again.Message.Headers.Location));
        Assert.Equal(1, (await Tenant.Api.GetAsync($"clients/{id}/documents"))["items"]![0]!["version"]!.GetValue<int>());
        Assert.Equal("urn:clientsuite:idempotency-key-reused", (await PostAsync($"clients/{id}/documents?name=a.txt", Bytes("outro"), ("Idempotency-Key", "doc-1"))).Is(HttpStatusCode.UnprocessableEntity)["type"]!.GetValue<string>());
        Assert.Equal(id, first["clientId"]!.GetValue<string>());

        var path = $"documents/{first["id"]}";
        var read = (await Tenant.Api.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal(first.ETag, read.ETag);
        var changed = (await Tenant.Api.PatchAsync(path, new { folder = "X" }, ("If-Match", read.ETag))).Is(HttpStatusCode.OK);
        Assert.NotEqual(read.ETag, changed.ETag);
        (await Tenant.Api.PatchAsync(path, new { folder = "Y" }, ("If-Match", read.ETag))).Is(HttpStatusCode.PreconditionFailed);
        (await Tenant.Api.DeleteAsync(path, ("If-Match", read.ETag))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("X", (await Tenant.Api.GetAsync(path))["folder"]!.GetValue<string>());

        using var odd = new StringContent("folder=X", System.Text.Encoding.UTF8, "text/plain");
        var refused = (await Tenant.Api.SendAsync(HttpMethod.Patch, path, odd)).Is(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("O formato enviado não é aceito aqui.", refused["detail"]!.GetValue<string>());
        Assert.Contains("application/json", (await Tenant.Api.SendAsync(HttpMethod.Patch, path, "{\"name\":")).Is(HttpStatusCode.BadRequest)["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        var json = (await Tenant.Api.PostAsync($"clients/{id}/documents?name=b.txt", new { name = "b" })).Is(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("application/octet-stream", json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        using var typed = new ByteArrayContent(Pdf);
        typed.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        Assert.Equal("application/pdf", (await PostAsync($"clients/{id}/documents?name=c.pdf", typed)).Is(HttpStatusCode.Created)["contentType"]!.GetValue<string>());
        (await Tenant.Api.DeleteAsync(path, ("If-Match", changed.ETag))).Is(HttpStatusCode.NoContent);

        static ByteArrayContent Bytes(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
    }

    [Fact(DisplayName = "002-68, 002-70, A24 one selected document is downloaded itself, several as a ZIP with their folders; names that meet are numbered")]
    public async Task Downloads()
    {
        var id = await ClientAsync("Bia Braga");
        using var admin = await Tenant.AdminAsync();
        var contract = await UploadAsync(admin, id, "Contrato: final?.pdf", Pdf);
        var minutes = await UploadAsync(admin, id, "Ata.txt", "uma"u8.ToArray(), "Atas");
        var other = await UploadAsync(admin, id, "Contrato_ final_.pdf", "%PDF-1.4 dois"u8.ToArray());

        var http = admin.Http;
        using var one = await http.GetAsync($"admin/clients/{id}/documents/download?ids={contract}");
        Assert.Equal(Pdf, await one.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", one.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", one.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("Contrato: final?.pdf", one.Content.Headers.ContentDisposition?.FileNameStar);

        using var several = await http.GetAsync($"admin/clients/{id}/documents/download?ids={contract}&ids={minutes}&ids={other}");
        Assert.Equal("application/zip", several.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bia Braga.zip", several.Content.Headers.ContentDisposition?.FileNameStar);
        using var zip = new ZipArchive(await several.Content.ReadAsStreamAsync());
        Assert.Equal(["Contrato_ final_.pdf", "Contrato_ final_ (2).pdf", "Atas/Ata.txt"], zip.Entries.Select(e => e.FullName).OrderByDescending(n => n.Length == 20).ThenBy(n => n.Contains('/', StringComparison.Ordinal)));
        await using var entry = await zip.GetEntry("Atas/Ata.txt")!.OpenAsync(); // the names were compared
        using var reader = new StreamReader(entry);
        Assert.Equal("uma", await reader.ReadToEndAsync());
    }

    [Fact(DisplayName = "issue 3 §2: images and PDF are shown under a policy of their own; HTML is a plain text to download, whatever its name")]
    public async Task Previews()
    {
        var id = await ClientAsync("Caio Couto");
        using var admin = await Tenant.AdminAsync();
        var pdf = await UploadAsync(admin, id, "a.pdf", Pdf);
        var html = await UploadAsync(admin, id, "foto.png", "<script>alert(1)</script>"u8.ToArray());
        var http = admin.Http;
        using var view = await http.GetAsync($"admin/clients/{id}/documents/{pdf}/view");
        Assert.Equal(HttpStatusCode.OK, view.StatusCode);
        Assert.Equal("inline", view.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("frame-ancestors 'self'", Assert.Single(view.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(view.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"admin/clients/{id}/documents/{html}/view")).StatusCode);
        using var content = await http.GetAsync($"admin/clients/{id}/documents/{html}/content");
        Assert.Equal(("text/plain", "attachment"), (content.Content.Headers.ContentType?.MediaType, content.Content.Headers.ContentDisposition?.DispositionType));
        var dialog = (await admin.GetAsync($"admin/clients/{id}/documents/{pdf}", ("HX-Request", "true"), ("HX-Target", "dialog"))).Is(HttpStatusCode.OK);
        Assert.Contains($"/documents/{pdf}/view", dialog.Find("iframe").GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal("PDF", Kind(dialog));
        var unseen = (await admin.GetAsync($"admin/clients/{id}/documents/{html}")).Is(HttpStatusCode.OK);
        Assert.Contains("não tem visualização", unseen.Text, StringComparison.Ordinal);
        Assert.Equal("Texto", Kind(unseen));

        static string Kind(WebPage page) => page.Document.QuerySelectorAll("dt").Single(t => t.TextContent == "Tipo").NextElementSibling!.TextContent; // each fact has its value
    }

    [Fact(DisplayName = "issue 3 §2: the same name in the same folder is a new version; an earlier one can be downloaded and made the newest again")]
    public async Task Versions()
    {
        var id = await ClientAsync("Davi Dias");
        using var admin = await Tenant.AdminAsync();
        var document = await UploadAsync(admin, id, "Nota.txt", "primeira"u8.ToArray());
        Assert.Equal(document, await UploadAsync(admin, id, "nota.TXT", "segunda"u8.ToArray()));
        Assert.Equal("segunda", (await admin.GetAsync($"admin/clients/{id}/documents/{document}/content")).Text);
        Assert.Equal("primeira", (await admin.GetAsync($"admin/clients/{id}/documents/{document}/content?version=1")).Text);
        (await admin.GetAsync($"admin/clients/{id}/documents/{document}/content?version=3")).Is(HttpStatusCode.NotFound);
        var page = (await admin.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK);
        Assert.Equal(2, page.Document.QuerySelectorAll(".docs-versions li").Length);
        (await admin.PostAsync($"admin/clients/{id}/documents/{document}?handler=Revert&number=1", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        Assert.Equal("primeira", (await admin.GetAsync($"admin/clients/{id}/documents/{document}/content")).Text);
        Assert.Equal([1, 2, 3], await Tenant.InDatabaseAsync(db => db.DocumentVersions.Where(v => v.DocumentId == document).OrderBy(v => v.Number).Select(v => v.Number).ToListAsync()));
    }

    [Fact(DisplayName = "issue 3 §2: a document is renamed, moved, deleted, restored and erased; the client's history tells it")]
    public async Task Life()
    {
        var id = await ClientAsync("Eva Egito");
        using var admin = await Tenant.AdminAsync();
        var document = await UploadAsync(admin, id, "rascunho.txt", "x"u8.ToArray());
        var path = $"admin/clients/{id}/documents/{document}";
        var form = (await admin.GetAsync(path + "/edit")).Is(HttpStatusCode.OK);
        var wrong = (await admin.PostAsync(path + "/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "a/b")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("#Form_Name-e").TextContent);
        (await admin.PostAsync(path + "/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "Final.txt"), ("Form.Folder", "Contratos / 2026"), ("Form.Category", "Contrato")))).Is(HttpStatusCode.Redirect);
        var stale = (await admin.PostAsync(path + "/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "Perdido.txt")))).Is(HttpStatusCode.PreconditionFailed); // the form was drawn before
        Assert.Equal("Perdido.txt", stale.Find("#Form_Name").GetAttribute("value"));
        var row = await Tenant.InDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == document));
        Assert.Equal(("Final.txt", "Contratos/2026", "Contrato"), (row.Name, row.Folder, row.Category));

        (await admin.PostAsync($"admin/clients/{id}/documents/delete?ids={document}", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        (await admin.GetAsync(path + "/content")).Is(HttpStatusCode.NotFound);
        Assert.Contains("Final.txt", (await admin.GetAsync($"admin/clients/{id}/documents/trash")).Is(HttpStatusCode.OK).Find("tbody").TextContent, StringComparison.Ordinal);
        (await admin.PostAsync($"admin/clients/{id}/documents/restore?ids={document}", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Equal("x", (await admin.GetAsync(path + "/content")).Text);
        (await admin.PostAsync(path + "/purge", HttpBrowser.Form(form))).Is(HttpStatusCode.NotFound); // only from the trash
        (await admin.PostAsync($"admin/clients/{id}/documents/delete?ids={document}", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        (await admin.PostAsync(path + "/purge", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.DocumentVersions.CountAsync(v => v.DocumentId == document)));

        var overview = (await admin.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find(".tl").TextContent;
        Assert.Contains("criou documento: rascunho.txt", overview, StringComparison.Ordinal);
        Assert.Contains("alterou documento: Final.txt", overview, StringComparison.Ordinal);
        Assert.Contains("excluiu de vez documento: Final.txt", overview, StringComparison.Ordinal);
        Assert.Contains("Criação · Documento", (await admin.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-91 the API lists, takes, changes, deletes and downloads documents; a form serves as well as a bare body")]
    public async Task Through_the_API()
    {
        var id = await ClientAsync("Fábio Faria");
        var added = await PostAsync($"clients/{id}/documents?name=Proposta.pdf&folder=Vendas&category=Financeiro", new ByteArrayContent(Pdf));
        var key = added.Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        Assert.Equal(("application/pdf", 1), (added["contentType"]!.GetValue<string>(), added["version"]!.GetValue<int>()));
        Assert.EndsWith("/api/documents/" + key, added.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("dois"u8.ToArray()), "file", "Anexo.txt" } };
        (await PostAsync($"clients/{id}/documents", form)).Is(HttpStatusCode.Created);
        var list = (await Tenant.Api.GetAsync($"clients/{id}/documents")).Is(HttpStatusCode.OK);
        Assert.Equal(["Anexo.txt", "Proposta.pdf"], list["items"]!.AsArray().Select(d => d!["name"]!.GetValue<string>()));
        Assert.Equal(1, (await Tenant.Api.GetAsync($"clients/{id}/documents?folder=Vendas"))["total"]!.GetValue<int>());
        (await PostAsync($"documents/{key}/versions", new ByteArrayContent("%PDF-2"u8.ToArray()))).Is(HttpStatusCode.OK);
        Assert.Equal("%PDF-2", (await Tenant.Api.GetAsync($"documents/{key}/content")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("Novo.pdf", (await Tenant.Api.PatchAsync($"documents/{key}", new { name = "Novo.pdf" })).Is(HttpStatusCode.OK)["name"]!.GetValue<string>());
        (await Tenant.Api.PatchAsync($"documents/{key}", new { name = "../x" })).Is(HttpStatusCode.UnprocessableEntity);
        (await Tenant.Api.DeleteAsync($"documents/{key}")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.DeleteAsync($"documents/{key}")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.GetAsync($"documents/{key}")).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.PostAsync($"documents/{key}/restore")).Is(HttpStatusCode.OK);
        (await PostAsync($"clients/{id}/documents?name=..%2Fx", new ByteArrayContent(Pdf))).Is(HttpStatusCode.UnprocessableEntity);
        (await PostAsync($"clients/{id}/documents?name=x.exe", new ByteArrayContent([.. "MZ"u8, 0]))).Is(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("clients/999999999/documents?name=x", new ByteArrayContent(Pdf))).Is(HttpStatusCode.NotFound);
        Assert.Contains("/api/clients/{id}/documents", (await Tenant.Api.GetAsync("../openapi/v1.json")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §2: a temporary link opens the document without signing in, until its time, and dies with the document")]
    public async Task Temporary_links()
    {
        var id = await ClientAsync("Gil Gama");
        var key = (await PostAsync($"clients/{id}/documents?name=a.pdf", new ByteArrayContent(Pdf))).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        (await Tenant.Api.PostAsync($"documents/{key}/link?minutes=0")).Is(HttpStatusCode.UnprocessableEntity);
        var link = (await Tenant.Api.PostAsync($"documents/{key}/link?minutes=5")).Is(HttpStatusCode.OK)["url"]!.GetValue<string>();
        using var anybody = Tenant.Web();
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(link)).Status);
        (await anybody.GetAsync(link[..^2] + "xx")).Is(HttpStatusCode.NotFound);
        var another = await Tenant.AnotherAsync();
        using var stranger = new HttpBrowser(Host.Address(another));
        (await stranger.GetAsync(link[(link.IndexOf("/api/", StringComparison.Ordinal) + 1)..])).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.DeleteAsync($"documents/{key}")).Is(HttpStatusCode.NoContent);
        (await anybody.GetAsync(link)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_tenants_and_another_clients_documents_are_not_found()
    {
        var (id, other) = (await ClientAsync("Hugo Horta"), await ClientAsync("Ivo Iraja"));
        using var admin = await Tenant.AdminAsync();
        var document = await UploadAsync(admin, id, "a.pdf", Pdf);
        foreach (var page in new[] { "", "/content", "/view", "/edit", "/share" })
        {
            (await admin.GetAsync($"admin/clients/{other}/documents/{document}{page}")).Is(HttpStatusCode.NotFound);
        }

        (await admin.GetAsync($"admin/clients/{other}/documents/download?ids={document}")).Is(HttpStatusCode.NotFound);
        var key = await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.Id == document).Select(d => d.ContentItemId).SingleAsync());
        var another = await Tenant.AnotherAsync();
        using var stranger = await ApiClient.SignInAsync(Host.Address(another));
        (await stranger.GetAsync($"documents/{key}")).Is(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"documents/{key}/content")).Is(HttpStatusCode.NotFound);
        using var nobody = new ApiClient(Tenant.Address);
        (await nobody.GetAsync($"documents/{key}/content")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "issue 3 §2: an upload without the form's token is refused, and so is one over the tenant's limits, which stores nothing")]
    public async Task Uploads_that_are_refused()
    {
        var id = await ClientAsync("Joel Jota");
        using var admin = await Tenant.AdminAsync();
        var http = admin.Http;
        using var bare = await http.PostAsync($"admin/clients/{id}/documents/upload?name=a.pdf", new ByteArrayContent(Pdf));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);

        Host.Limit(Tenant.Name, new TenantLimitOptions { MaxFileBytes = 100 });
        try
        {
            var large = await SendAsync(admin, id, "grande.pdf", new byte[101]);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);
            Assert.Contains("100", JsonNode.Parse(large.Text)!["text"]!.GetValue<string>(), StringComparison.Ordinal);
            Host.Limit(Tenant.Name, new TenantLimitOptions { MaxTotalBytes = 50 });
            var full = await SendAsync(admin, id, "cheio.pdf", new byte[51]);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, full.Status);
            Assert.Contains("Não há espaço", JsonNode.Parse(full.Text)!["text"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Documents.CountAsync(d => d.ClientId == long.Parse(id, CultureInfo.InvariantCulture))));
        }
        finally
        {
            Host.Limit(Tenant.Name, null);
        }
    }

    [Fact(DisplayName = "issue 3 §2: two uploads at the same moment share the tenant's room: one is stored, and what is erased makes room again")]
    public async Task Room_for_one()
    {
        var id = await ClientAsync("Kim Kraus");
        using var admin = await Tenant.AdminAsync();
        var used = await Tenant.InDatabaseAsync(db => new DocumentUse(db).SumAsync(TestContext.Current.CancellationToken));
        Host.Limit(Tenant.Name, new TenantLimitOptions { MaxTotalBytes = used + 150 });
        try
        {
            // Each is let in by the room that is left; both are received before either is stored.
            await Host.InTenantAsync(Tenant.Name, async one => await Host.InTenantAsync(Tenant.Name, async other =>
            {
                var client = long.Parse(id, CultureInfo.InvariantCulture);
                await using var first = await one.GetRequiredService<IFileRoom>().ReceiveAsync(new MemoryStream(new byte[100]), 100, TestContext.Current.CancellationToken);
                await using var second = await other.GetRequiredService<IFileRoom>().ReceiveAsync(new MemoryStream(new byte[100]), null, TestContext.Current.CancellationToken);
                await one.GetRequiredService<DocumentIntake>().AddAsync(client, "um.bin", new DocumentPlace("", ""), first, TestContext.Current.CancellationToken);
                var late = await Assert.ThrowsAsync<FileRefusedException>(() => other.GetRequiredService<DocumentIntake>().AddAsync(client, "dois.bin", new DocumentPlace("", ""), second, TestContext.Current.CancellationToken));
                Assert.Equal((413, "storage.noRoom"), (late.Status, late.Key));
            }));
            var stored = await Tenant.InDatabaseAsync(db => db.Documents.SingleAsync(d => d.ClientId == long.Parse(id, CultureInfo.InvariantCulture)));
            Assert.Equal("um.bin", stored.Name);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(admin, id, "tres.bin", new byte[100])).Status);

            var form = (await admin.GetAsync($"admin/clients/{id}/documents/{stored.Id}/edit")).Is(HttpStatusCode.OK);
            await admin.PostAsync($"admin/clients/{id}/documents/delete?ids={stored.Id}", HttpBrowser.Form(form));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(admin, id, "tres.bin", new byte[100])).Status); // the trash counts
            await admin.PostAsync($"admin/clients/{id}/documents/{stored.Id}/purge", HttpBrowser.Form(form));
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(admin, id, "tres.bin", new byte[100])).Status);
        }
        finally
        {
            Host.Limit(Tenant.Name, null);
        }
    }

    [Fact(DisplayName = "issue 3 §2: the nightly cleaning takes the bytes of erased documents away and keeps those of the trash")]
    public async Task Cleaning()
    {
        var id = await ClientAsync("Lia Lobo");
        using var admin = await Tenant.AdminAsync();
        var (kept, erased) = (await UploadAsync(admin, id, "fica.txt", "fica"u8.ToArray()), await UploadAsync(admin, id, "vai.txt", "vai"u8.ToArray()));
        var form = (await admin.GetAsync($"admin/clients/{id}/documents/{kept}/edit")).Is(HttpStatusCode.OK);
        var keys = await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.Id == kept || d.Id == erased).ToDictionaryAsync(d => d.Id, d => d.StorageKey));
        await admin.PostAsync($"admin/clients/{id}/documents/delete?ids={kept}&ids={erased}", HttpBrowser.Form(form));
        (await admin.PostAsync($"admin/clients/{id}/documents/{erased}/purge", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Host.Data, "Sites", Tenant.Name, "stored"), "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        }

        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            await scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Files.CleanDocuments").RunAsync(CancellationToken.None);
            var storage = scope.GetRequiredService<IFileStorage>();
            await using var there = await storage.OpenAsync(FilesData.Area, keys[kept], CancellationToken.None);
            Assert.NotNull(there);
            Assert.Null(await storage.OpenAsync(FilesData.Area, keys[erased], CancellationToken.None));
        });
    }

    [Fact(DisplayName = "issue 3 §2: a client that is erased takes its documents with it")]
    public async Task Erasing_the_client()
    {
        var id = await ClientAsync("Mara Melo");
        using var admin = await Tenant.AdminAsync();
        var document = await UploadAsync(admin, id, "a.pdf", Pdf);
        (await Tenant.Api.DeleteAsync($"clients/{id}")).Is(HttpStatusCode.NoContent);
        (await admin.GetAsync($"admin/clients/{id}/documents/{document}/content")).Is(HttpStatusCode.NotFound);
        var purge = (await admin.GetAsync($"admin/clients/trash/{id}/purge")).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"admin/clients/trash/{id}/purge", HttpBrowser.Form(purge, ("Typed", "Mara Melo")))).Is(HttpStatusCode.Redirect);
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.AllDocuments.CountAsync(d => d.Id == document)));
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.DocumentVersions.CountAsync(v => v.DocumentId == document)));
    }

    private Task<string> ClientAsync(string name) => Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = name });

    private Task<ApiAnswer> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers) => Tenant.Api.SendAsync(HttpMethod.Post, path, content, headers);

    private async Task<WebPage> SendAsync(HttpBrowser browser, string id, string name, byte[] bytes, string folder = "")
    {
        var token = (await browser.GetAsync($"admin/clients/{id}/documents")).Is(HttpStatusCode.OK).Find("meta[name=request-token]").GetAttribute("content") ?? "";
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("RequestVerificationToken", token);
        var answer = await browser.Http.PostAsync($"admin/clients/{id}/documents/upload?name={Uri.EscapeDataString(name)}&folder={Uri.EscapeDataString(folder)}", content);
        return new WebPage(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Uploads as the page's script does; answers the document's id.</summary>
    private async Task<long> UploadAsync(HttpBrowser browser, string id, string name, byte[] bytes, string folder = "")
    {
        (await SendAsync(browser, id, name, bytes, folder)).Is(HttpStatusCode.OK);
        var (client, sort) = (long.Parse(id, CultureInfo.InvariantCulture), Values.TextFolding.SortKey(name, FileNames.MaxLength));
        return await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.ClientId == client && d.NameSort == sort && d.Folder == folder).Select(d => d.Id).SingleAsync());
    }
}

public sealed class DocumentsOnSqlite(TenantFixture<Sqlite> tenant) : DocumentsTests<Sqlite>(tenant);

public sealed class DocumentsOnPostgres(TenantFixture<Postgres> tenant) : DocumentsTests<Postgres>(tenant);
