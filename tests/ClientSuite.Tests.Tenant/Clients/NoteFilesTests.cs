using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ClientSuite.Files;
using ClientSuite.Notes;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Hosting;
using ClientSuite.Tests.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Files of notes and comments, comments on any record, and the rules of the notes' API.</summary>
public abstract class NoteFilesTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private static readonly byte[] Pdf = "%PDF-1.4\nproposta"u8.ToArray();

    [Theory(DisplayName = "004-61, 004-69, 000-57, 000-59: files are chosen in the form of a note or comment, listed with size, shown, downloaded and removed; the history tells it")]
    [InlineData("notes")]
    [InlineData("comments")]
    public async Task Files_of_a_note(string what)
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Com anexos" });
        using var web = await Tenant.AdminAsync();
        var path = $"admin/clients/{id}/notes/{what}/edit";
        var form = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal("Anexos opcional", form.Find("label[for=Files]").TextContent);
        var wrong = await PostAsync(web, path, form, [("Form.Text", "Veja"), .. Priority(what)], ("programa.pdf", [.. "MZ"u8, 0]));
        Assert.NotEmpty(wrong.Is(HttpStatusCode.UnprocessableEntity).Find("#Files-e").TextContent);
        Assert.Equal("Veja", wrong.Find("#Form_Text").TextContent.Trim());
        (await PostAsync(web, path, form, [("Form.Text", "Veja os anexos"), .. Priority(what)], ("Proposta.pdf", Pdf), ("planilha.csv", "a;b"u8.ToArray()))).Is(HttpStatusCode.Redirect);

        var line = (await web.GetAsync($"admin/clients/{id}/notes?show={what}")).Is(HttpStatusCode.OK).Find(".thread li");
        var links = line.QuerySelectorAll("p a.tag").ToList();
        Assert.Equal(["Proposta.pdf17 B", "planilha.csv3 B"], links.Select(a => a.TextContent.Replace("\u00A0", " ", StringComparison.Ordinal)));
        Assert.EndsWith("/view", links[0].GetAttribute("href"), StringComparison.Ordinal);
        var http = web.Http;
        using var shown = await http.GetAsync(links[0].GetAttribute("href"));
        Assert.Equal(("application/pdf", "inline"), (shown.Content.Headers.ContentType?.MediaType, shown.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Contains("default-src 'none'", Assert.Single(shown.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var kept = await http.GetAsync(links[1].GetAttribute("href"));
        Assert.Equal(("a;b", "attachment", "planilha.csv"), (await kept.Content.ReadAsStringAsync(), kept.Content.Headers.ContentDisposition?.DispositionType, kept.Content.Headers.ContentDisposition?.FileNameStar ?? kept.Content.Headers.ContentDisposition?.FileName));

        var number = line.Id!["note-".Length..];
        var edit = (await web.GetAsync($"{path}?number={number}")).Is(HttpStatusCode.OK);
        var first = edit.Find("input[name=Removed]").GetAttribute("value")!;
        (await PostAsync(web, $"{path}?number={number}", edit, [("Form.Text", "Veja o anexo"), ("Removed", first), .. Priority(what)])).Is(HttpStatusCode.Redirect);
        Assert.Equal("planilha.csv", Assert.Single((await Tenant.Api.GetAsync($"clients/{id}/{what}/{number}/attachments")).Is(HttpStatusCode.OK).Json!.AsArray())!["name"]!.GetValue<string>());
        (await web.GetAsync($"admin/notes/files/{first}")).Is(HttpStatusCode.NotFound);
        var history = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find(".tl").TextContent;
        Assert.Contains("criou anexo: Proposta.pdf", history, StringComparison.Ordinal);
        Assert.Contains("excluiu anexo: Proposta.pdf", history, StringComparison.Ordinal);

        (await Tenant.Api.DeleteAsync($"clients/{id}/{what}/{number}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(links[1].GetAttribute("href"))).StatusCode); // with its note
    }

    [Fact(DisplayName = "000-58, 000-60: the client sees neither notes nor their files, whatever a comment says; staff without the permission neither")]
    public async Task Never_the_client()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Curioso Ltda", "dono@curioso.example");
        var comment = (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = "Segredo da casa", isPrivate = false })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{client}/notes", new { text = "Segredo da equipe", isPinned = true })).Is(HttpStatusCode.Created);
        var file = (await UploadAsync($"clients/{client}/comments/{comment["id"]}/attachments?name=a.pdf", Pdf)).Is(HttpStatusCode.Created);
        await Tenant.VerifyAsync(users);
        using var portal = await Tenant.PortalAsync("dono@curioso.example");
        foreach (var page in new[] { "portal", "portal/profile", "portal/settings/chat" })
        {
            Assert.DoesNotContain("Segredo d", (await portal.GetAsync(page)).Text, StringComparison.Ordinal);
        }

        foreach (var path in new[] { $"admin/notes/files/{file["id"]}", $"admin/notes/files/{file["id"]}/view", $"admin/clients/{client}/notes", $"api/clients/{client}/comments", $"api/records/Clients.Client/{client}/comments" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await portal.GetAsync(path)).Status);
        }

        Assert.DoesNotContain((await Tenant.Api.GetAsync("../openapi/v1.json"))["paths"]!.AsObject(), p => p.Key.Contains("portal", StringComparison.Ordinal) && p.Key.Contains("note", StringComparison.Ordinal));
        using var blind = await Tenant.StaffAsync("Sem notas nem anexos", "cego", "ViewClients");
        (await blind.GetAsync($"admin/notes/files/{file["id"]}")).Is(HttpStatusCode.Forbidden);
    }

    [Fact(DisplayName = "004-61, 004-69: files follow their notes in a merge and back, leave in an export with internal notes, and go with an anonymisation, bytes and all")]
    public async Task With_the_client()
    {
        var (one, two) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Anexo Um" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Anexo Dois" }));
        var note = (await Tenant.Api.PostAsync($"clients/{two}/notes", new { text = "Com arquivo" })).Is(HttpStatusCode.Created);
        (await UploadAsync($"clients/{two}/notes/{note["id"]}/attachments?name=laudo.pdf", Pdf)).Is(HttpStatusCode.Created);
        var merge = (await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = two })).Is(HttpStatusCode.OK);
        Assert.Single((await Tenant.Api.GetAsync($"clients/{one}/notes/{note["id"]}/attachments")).Is(HttpStatusCode.OK).Json!.AsArray());
        Assert.Equal(long.Parse(one, CultureInfo.InvariantCulture), await Tenant.InDatabaseAsync(db => db.Attachments.Where(a => a.Name == "laudo.pdf").Select(a => a.ClientId).SingleAsync()));
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Single((await Tenant.Api.GetAsync($"clients/{two}/notes/{note["id"]}/attachments")).Is(HttpStatusCode.OK).Json!.AsArray());

        var (with, _) = await Tenant.Api.ExportAsync(two, withNotes: true);
        using (var zip = new ZipArchive(new MemoryStream(with)))
        {
            Assert.Contains(zip.Entries, e => e.FullName.EndsWith("notes/laudo.pdf", StringComparison.Ordinal) && e.Length == Pdf.Length);
        }

        var (without, _) = await Tenant.Api.ExportAsync(two);
        using (var zip = new ZipArchive(new MemoryStream(without)))
        {
            Assert.DoesNotContain(zip.Entries, e => e.FullName.Contains("laudo", StringComparison.Ordinal));
        }

        var key = await Tenant.InDatabaseAsync(db => db.Attachments.Where(a => a.Name == "laudo.pdf").Select(a => a.StorageKey).SingleAsync());
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            await scope.GetServices<ClientSuite.Privacy.IPrivacyParticipant>().OfType<NotesPrivacy>().Single().AnonymizeAsync(new(long.Parse(two, CultureInfo.InvariantCulture), [long.Parse(two, CultureInfo.InvariantCulture)], []), TestContext.Current.CancellationToken);
            Assert.Null(await scope.GetRequiredService<IFileStorage>().OpenAsync(NoteFiles.Area, key, TestContext.Current.CancellationToken));
        });
        Assert.False(await Tenant.InDatabaseAsync(db => db.Attachments.AnyAsync(a => a.StorageKey == key)));
    }

    [Fact(DisplayName = "004-61: attachments share the tenant's room with its documents")]
    public async Task In_the_room()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Sala cheia" });
        var note = (await Tenant.Api.PostAsync($"clients/{id}/notes", new { text = "Grande" })).Is(HttpStatusCode.Created);
        var used = 0L;
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            foreach (var use in scope.GetServices<IFileUse>())
            {
                used += await use.SumAsync(TestContext.Current.CancellationToken);
            }
        });
        Host.Limit(Tenant.Name, new TenantLimitOptions { MaxTotalBytes = used + 100 });
        try
        {
            var path = $"clients/{id}/notes/{note["id"]}/attachments?name=a.bin";
            (await UploadAsync(path, new byte[101])).Is(HttpStatusCode.RequestEntityTooLarge);
            (await UploadAsync(path, new byte[60])).Is(HttpStatusCode.Created);
            (await UploadAsync($"clients/{id}/documents?name=b.bin", new byte[60])).Is(HttpStatusCode.RequestEntityTooLarge);
            (await UploadAsync($"clients/{id}/documents?name=b.bin", new byte[40])).Is(HttpStatusCode.Created);
        }
        finally
        {
            Host.Limit(Tenant.Name, null);
        }
    }

    [Fact(DisplayName = "004-64, 004-66, 004-69, issue 3 §2: any record is commented on its own page and over the API, by who may see the record and the notes")]
    public async Task On_any_record()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Comentada" });
        (await UploadAsync($"clients/{id}/documents?name=minuta.txt", "x"u8.ToArray())).Is(HttpStatusCode.Created);
        var document = await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.Name == "minuta.txt").Select(d => d.Id).SingleAsync());
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK);
        var form = page.Find("#record-comments form");
        var href = form.GetAttribute("action")![(Tenant.Name.Length + 2)..];
        var empty = await PostAsync(web, href, page, [("Form.Text", ""), ("Form.Priority", "Normal")]);
        Assert.NotEmpty(empty.Is(HttpStatusCode.UnprocessableEntity).Find("#Form_Text-e").TextContent);
        (await PostAsync(web, href, page, [("Form.Text", "Falta a <b>assinatura</b>"), ("Form.Priority", "High")], ("assinatura.txt", "eu"u8.ToArray()))).Is(HttpStatusCode.Redirect);
        var line = (await web.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK).Find("#record-comments .thread li");
        Assert.Contains("Falta a <b>assinatura</b>", line.TextContent, StringComparison.Ordinal); // as text
        Assert.Contains("Alta", line.TextContent, StringComparison.Ordinal);
        Assert.Contains("assinatura.txt", line.TextContent, StringComparison.Ordinal);
        var number = line.Id!["note-".Length..];
        var edit = (await web.GetAsync($"{href}&edit={number}", ("HX-Request", "true"), ("HX-Target", "record-comments"))).Is(HttpStatusCode.OK);
        Assert.Contains("assinatura</b>", edit.Find("#Form_Text").TextContent, StringComparison.Ordinal);
        var changed = await PostAsync(web, href, page, [("edit", number), ("Form.Version", edit.Find("#Form_Version").GetAttribute("value")!), ("Form.Text", "Já assinada"), ("Form.Priority", "Low")]);
        changed.Is(HttpStatusCode.Redirect);
        Assert.DoesNotContain("Já assinada", (await web.GetAsync($"admin/clients/{id}/notes?show=comments")).Text, StringComparison.Ordinal); // the client's own thread is another
        Assert.Contains("criou comentário: Falta a", (await web.GetAsync($"admin/clients/{id}")).Text, StringComparison.Ordinal); // but its history tells it

        var api = $"records/Files.Document/{document}/comments";
        Assert.Equal("Já assinada", Assert.Single((await Tenant.Api.GetAsync(api)).Is(HttpStatusCode.OK).Json!.AsArray())!["text"]!.GetValue<string>());
        var second = (await Tenant.Api.PostAsync(api, new { text = "Pela API" })).Is(HttpStatusCode.Created);
        (await web.PostAsync($"{href}&handler=Delete&number={second["id"]}", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        (await Tenant.Api.GetAsync($"{api}/{second["id"]}")).Is(HttpStatusCode.NotFound);
        (await web.PostAsync($"{href}&handler=Restore&number={second["id"]}", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        (await Tenant.Api.GetAsync($"{api}/{second["id"]}")).Is(HttpStatusCode.OK);
        (await Tenant.Api.GetAsync($"clients/{id}/comments/{second["id"]}")).Is(HttpStatusCode.NotFound);
        foreach (var nowhere in new[] { $"records/Files.Version/{document}/comments", "records/Files.Document/999999999/comments", "records/Jobs.Task/1/comments", "records/cs.setting/1/comments" })
        {
            (await Tenant.Api.GetAsync(nowhere)).Is(HttpStatusCode.NotFound);
        }

        // A mail belongs to its client too; without one it belongs to nobody.
        var mail = await Tenant.InDatabaseAsync(async db =>
        {
            var message = new ClientSuite.Email.EmailMessage { MessageId = "comentado-" + id, Kind = "message", ToAddress = "a@b.example", Subject = "Sem cliente", Status = ClientSuite.Email.EmailStatus.Sent, CreatedUtc = DateTime.UtcNow };
            db.Add(message);
            await db.SaveChangesAsync();
            return message.Id;
        });
        (await Tenant.Api.PostAsync($"records/Email.Message/{mail}/comments", new { text = "Responder amanhã" })).Is(HttpStatusCode.Created);
        Assert.Contains("Responder amanhã", (await web.GetAsync($"admin/emails/{mail}")).Is(HttpStatusCode.OK).Find("#record-comments").TextContent, StringComparison.Ordinal);

        // Who may see notes and not documents sees none of this; who may see documents and not notes, no thread.
        using var noDocuments = await Tenant.StaffAsync("Só notas", "sonotas", "ViewClients", "ViewNotes", "EditNotes");
        (await noDocuments.GetAsync(href)).Is(HttpStatusCode.NotFound);
        using var noNotes = await Tenant.StaffAsync("Só documentos", "sodocs", "ViewClients", "ViewDocuments");
        (await noNotes.GetAsync(href)).Is(HttpStatusCode.Forbidden);
        Assert.Null((await noNotes.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK).Document.QuerySelector("#record-comments"));
        using var reader = await Tenant.StaffAsync("Só lê", "sole", "ViewClients", "ViewDocuments", "ViewNotes");
        var read = (await reader.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK);
        Assert.Null(read.Document.QuerySelector("#record-comments form"));
        (await reader.PostAsync(href, HttpBrowser.Form(read, ("Form.Text", "não pode")))).Is(HttpStatusCode.Forbidden);
    }

    [Fact(DisplayName = "004-66, 004-68: who changes a comment in a record's thread leaves it as private and as highlighted as it was; a refused form keeps which files are to go; a client has such a thread too")]
    public async Task Kept_in_the_thread()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Conversa" });
        var number = (await Tenant.Api.PostAsync($"clients/{id}/comments", new { text = "Combinado", isPrivate = false, isHighlighted = true })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        var file = (await UploadAsync($"clients/{id}/comments/{number}/attachments?name=ata.txt", "x"u8.ToArray())).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        using var web = await Tenant.AdminAsync();
        var path = $"admin/comments?type=Clients.Client&record={id}";
        var edit = (await web.GetAsync($"{path}&edit={number}")).Is(HttpStatusCode.OK);
        Assert.EndsWith("/" + path, edit.Find("#record-comments form").GetAttribute("action"), StringComparison.Ordinal);
        (string, string)[] fields = [("edit", number), ("Form.Version", edit.Find("#Form_Version").GetAttribute("value")!), ("Form.Priority", "Normal")];
        var refused = (await PostAsync(web, path, edit, [.. fields, ("Form.Text", ""), ("Removed", file)])).Is(HttpStatusCode.UnprocessableEntity);
        Assert.True(refused.Find("input[name=Removed]").HasAttribute("checked"));
        Assert.EndsWith("/" + path, (await PostAsync(web, path, edit, [.. fields, ("Form.Text", "Combinado de novo")])).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        var changed = (await Tenant.Api.GetAsync($"clients/{id}/comments/{number}")).Is(HttpStatusCode.OK);
        Assert.Equal(("Combinado de novo", false, true), (changed["text"]!.GetValue<string>(), changed["isPrivate"]!.GetValue<bool>(), changed["isHighlighted"]!.GetValue<bool>()));
    }

    [Theory(DisplayName = "004-91, CONTRACT: notes, comments and alerts keep the API's rules: one answer per Idempotency-Key, ETag and If-Match, merge patch, problems")]
    [InlineData("notes", "text")]
    [InlineData("comments", "text")]
    [InlineData("alerts", "description")]
    public async Task Rules_of_the_API(string what, string field)
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Regras " + what });
        var body = new JsonObject { [field] = "Primeira" }.ToJsonString();
        var first = (await Tenant.Api.PostAsync($"clients/{id}/{what}", body, ("Idempotency-Key", "k-" + what))).Is(HttpStatusCode.Created);
        var again = (await Tenant.Api.PostAsync($"clients/{id}/{what}", body, ("Idempotency-Key", "k-" + what))).Is(HttpStatusCode.Created);
        Assert.Equal((first.Text, first.Message.Headers.Location), (again.Text, again.Message.Headers.Location));
        Assert.Single((await Tenant.Api.GetAsync($"clients/{id}/{what}")).Json!.AsArray());
        (await Tenant.Api.PostAsync($"clients/{id}/{what}", new JsonObject { [field] = "Outra" }.ToJsonString(), ("Idempotency-Key", "k-" + what))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith($"/api/clients/{id}/{what}/{first["id"]}", first.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);

        var path = $"clients/{id}/{what}/{first["id"]}";
        var read = (await Tenant.Api.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal(first.ETag, read.ETag);
        var changed = (await Tenant.Api.PatchAsync(path, new { priority = "high", category = "Contrato" }, ("If-Match", read.ETag))).Is(HttpStatusCode.OK);
        Assert.Equal("Primeira", changed[field]!.GetValue<string>());
        foreach (var stale in new[] { await Tenant.Api.PatchAsync(path, new { priority = "low" }, ("If-Match", read.ETag)), await Tenant.Api.PutAsync(path, body, ("If-Match", read.ETag)), await Tenant.Api.DeleteAsync(path, ("If-Match", read.ETag)) })
        {
            Assert.Equal("application/problem+json", stale.Is(HttpStatusCode.PreconditionFailed).Message.Content.Headers.ContentType?.MediaType);
        }

        Assert.NotNull((await Tenant.Api.PatchAsync(path, new JsonObject { [field] = null }.ToJsonString())).Is(HttpStatusCode.UnprocessableEntity)["errors"]![field]);
        (await Tenant.Api.PutAsync(path, "[1]")).Is(HttpStatusCode.BadRequest);
        using var text = new StringContent("olá", System.Text.Encoding.UTF8, "text/plain");
        Assert.NotNull((await Tenant.Api.SendAsync(HttpMethod.Put, path, text)).Is(HttpStatusCode.UnsupportedMediaType)["detail"]);
        (await Tenant.Api.DeleteAsync(path, ("If-Match", changed.ETag))).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.PostAsync(path + "/restore")).Is(HttpStatusCode.OK);

        Assert.Equal("Terceira", (await Tenant.Api.PatchAsync(path, new JsonObject { [field.ToUpperInvariant()] = "Terceira" }.ToJsonString())).Is(HttpStatusCode.OK)[field]!.GetValue<string>());
        (await Tenant.Api.PatchAsync(path, $$"""{"{{field}}":"a","{{field}}":"b"}""")).Is(HttpStatusCode.BadRequest);
        (await Tenant.Api.PatchAsync(path, new JsonObject { [field] = new string('a', 200_000) }.ToJsonString())).Is(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact(DisplayName = "004-59: a long thread shows the newest comments and offers the older ones; a document that is erased takes its comments, theirs and their files along")]
    public async Task A_long_thread()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Muito comentada" });
        (await UploadAsync($"clients/{id}/documents?name=longa.txt", "x"u8.ToArray())).Is(HttpStatusCode.Created);
        var document = await Tenant.InDatabaseAsync(db => db.Documents.Where(d => d.Name == "longa.txt").Select(d => d.Id).SingleAsync());
        var api = $"records/Files.Document/{document}/comments";
        var first = (await Tenant.Api.PostAsync(api, new { text = "Comentário 0" })).Is(HttpStatusCode.Created)["id"]!.ToString();
        for (var n = 1; n < 52; n++)
        {
            (await Tenant.Api.PostAsync(api, new { text = $"Comentário {n}" })).Is(HttpStatusCode.Created);
        }

        (await UploadAsync($"{api}/{first}/attachments?name=anexo.pdf", Pdf)).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"records/Notes.Comment/{first}/comments", new { text = "Sobre o comentário" })).Is(HttpStatusCode.Created);
        using var web = await Tenant.AdminAsync();
        var thread = (await web.GetAsync($"admin/clients/{id}/documents/{document}")).Is(HttpStatusCode.OK).Find("#record-comments");
        Assert.Equal("52", thread.QuerySelector("header .num")!.TextContent); // the count of all
        Assert.Equal(50, thread.QuerySelectorAll(".thread li[id]").Length);
        var more = thread.QuerySelector(".thread > li:not([id]) a")!; // there are more than one page
        Assert.Equal("Mostrar anteriores", more.TextContent);
        var older = (await web.GetAsync(more.GetAttribute("href")!, ("HX-Request", "true"))).Is(HttpStatusCode.OK);
        Assert.Equal(["Comentário 1", "Comentário 0"], older.Document.QuerySelectorAll(".thread li .said").Select(p => p.TextContent));
        Assert.Null(older.Document.QuerySelector(".thread > li:not([id])"));
        Assert.NotNull((await web.GetAsync($"admin/comments?type=Files.Document&record={document}&edit={first}", ("HX-Request", "true"))).Is(HttpStatusCode.OK).Find("input[name=Removed]")); // an older one keeps its files in the form

        var trash = (await web.GetAsync($"admin/clients/{id}/documents")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{id}/documents/delete?ids={document}", HttpBrowser.Form(trash))).Is(HttpStatusCode.Redirect);
        Assert.Equal(52, await CommentsAsync()); // they wait in the trash with it
        (await web.PostAsync($"admin/clients/{id}/documents/{document}/purge", HttpBrowser.Form(trash))).Is(HttpStatusCode.Redirect);
        Assert.Equal(0, await CommentsAsync());
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Comments.IgnoreQueryFilters([ClientSuite.Data.TenantDb.TrashFilter]).CountAsync(c => c.Text == "Sobre o comentário")));
        Assert.False(await Tenant.InDatabaseAsync(db => db.Attachments.AnyAsync(a => a.Name == "anexo.pdf")));
        Assert.Contains("excluiu de vez comentário: Comentário", (await web.GetAsync($"admin/clients/{id}")).Text, StringComparison.Ordinal);

        Task<int> CommentsAsync() => Tenant.InDatabaseAsync(db => db.Comments.IgnoreQueryFilters([ClientSuite.Data.TenantDb.TrashFilter]).CountAsync(c => c.RecordType == "Files.Document" && c.RecordId == document));
    }

    private static (string, string)[] Priority(string what) => what == "comments" ? [("Form.Priority", "Normal")] : [];

    private async Task<ApiAnswer> UploadAsync(string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await Tenant.Api.SendAsync(HttpMethod.Post, path, content);
    }

    private async Task<WebPage> PostAsync(HttpBrowser browser, string path, WebPage form, (string Name, string Value)[] fields, params (string Name, byte[] Bytes)[] files)
    {
        using var body = new MultipartFormDataContent { { new StringContent(form.Token), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
        {
            body.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            body.Add(new ByteArrayContent(bytes), "Files", name);
        }

        var answer = await browser.Http.PostAsync(path, body);
        return new WebPage(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }
}

public sealed class NoteFilesOnSqlite(TenantFixture<Sqlite> tenant) : NoteFilesTests<Sqlite>(tenant);

public sealed class NoteFilesOnPostgres(TenantFixture<Postgres> tenant) : NoteFilesTests<Postgres>(tenant);
