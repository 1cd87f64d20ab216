using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClientSuite.Clients;
using ClientSuite.History;
using ClientSuite.Search;
using ClientSuite.Email;
using ClientSuite.Privacy;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

public abstract class ImportHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private ApiClient Api => Tenant.Api;

    [Fact]
    public async Task In_the_pages_a_file_is_mapped_checked_imported_and_taken_back()
    {
        using var web = await Tenant.AdminAsync();
        var file = Tables.Csv(
            "Nome;Documento;Correio eletrônico;Anotações",
            "Páginas Um;746.971.314-01;um@paginas.example;=1+1",
            "Páginas Dois;111.111.111-11;dois@paginas.example;nada",
            "Páginas Três;;tres@paginas.example;",
            ";;sem-nome@paginas.example;");
        var mapping = await UploadAsync(web, file, "páginas.csv");
        Assert.Contains("páginas.csv", mapping.Text, StringComparison.Ordinal);
        Assert.Equal(["Nome", "Documento", "Correio eletrônico", "Anotações"], mapping.Document.QuerySelectorAll("table.map code").Select(c => c.TextContent));
        Assert.Equal(["tradeName", "taxId", "", ""], mapping.Document.QuerySelectorAll("select[name=Fields]").Select(s => s.QuerySelector("option[selected]")?.GetAttribute("value") ?? ""));
        Assert.Equal("taxId", mapping.Find("input[name=Match][checked]").GetAttribute("value"));

        var started = (await web.PostAsync(PathOf(mapping), MappingForm(mapping, "taxId", "tradeName", "taxId", "email", ""))).Is(HttpStatusCode.Redirect);
        var check = await CheckedAsync(web, started.Location!);
        Assert.Equal("2 clientes serão criados; 2 linhas serão recusadas.", check.Find("p.lead").TextContent);
        var rejected = check.Document.QuerySelectorAll("#import-check tbody tr").Select(r => r.QuerySelectorAll("td").Select(d => d.TextContent).ToArray()).ToList();
        Assert.Equal(["3", "5"], rejected.Select(r => r[0]));
        Assert.Equal("Páginas Dois", rejected[0][1]);
        Assert.Equal(("CPF/CNPJ", "111.111.111-11"), (rejected[0][2], rejected[0][3]));
        Assert.StartsWith("CPF inválido", rejected[0][4], StringComparison.Ordinal);
        Assert.Equal(("—", "Nome fantasia", "—"), (rejected[1][1], rejected[1][2], rejected[1][3]));
        Assert.Equal([("2", "serão criados"), ("0", "serão atualizados"), ("2", "serão recusados")], check.Document.QuerySelectorAll(".stat4 div").Select(f => (f.FirstChild!.TextContent, f.LastChild!.TextContent))); // a figure is a number and a word
        var amongAll = (await web.GetAsync("admin/operations/" + PathOf(check)[(PathOf(check).LastIndexOf('/') + 1)..])).Is(HttpStatusCode.OK);
        Assert.Equal([("2", "serão criados"), ("0", "serão atualizados"), ("2", "serão recusados")], amongAll.Document.QuerySelectorAll(".stat4 div").Select(f => (f.FirstChild!.TextContent, f.LastChild!.TextContent)));
        Assert.Empty(await ClientsAsync("%@paginas.example"));

        var errors = (await web.GetAsync(check.Find("#import-check a[href$='/errors']").GetAttribute("href")!)).Is(HttpStatusCode.OK);
        Assert.Equal("text/csv", errors.Message.Content.Headers.ContentType?.MediaType);
        var lines = errors.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("Linha,Motivo,Nome,Documento,Correio eletrônico,Anotações", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("3,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",Páginas Dois,111.111.111-11,dois@paginas.example,nada", lines[1], StringComparison.Ordinal);

        Assert.Equal("Importar 2 clientes", check.Find("#import-check form button").TextContent);
        var run = (await web.PostAsync(PathOf(check), HttpBrowser.Form(check))).Is(HttpStatusCode.Redirect).Location!;
        var done = await Api.EndOfAsync(run[(run.LastIndexOf('/') + 1)..]);
        Assert.Equal(("succeeded", 4, 4, 2, 0, 2), (Text(done, "state"), Number(done, "total"), Number(done, "processed"), Number(done, "created"), Number(done, "updated"), Number(done, "rejected")));
        var clients = await ClientsAsync("%@paginas.example");
        Assert.Equal([("Páginas Três", ""), ("Páginas Um", "74697131401")], clients.Select(c => (c.TradeName, c.TaxId)));
        var page = (await web.GetAsync(run)).Is(HttpStatusCode.OK);
        Assert.Equal([("2", "criados"), ("0", "atualizados"), ("2", "recusados")], page.Document.QuerySelectorAll(".stat4 div").Select(f => (f.FirstChild!.TextContent, f.LastChild!.TextContent)));
        Assert.Contains("páginas.csv", (await web.GetAsync("admin/clients/import")).Is(HttpStatusCode.OK).Find("[aria-labelledby=c-recent]").TextContent, StringComparison.Ordinal);

        (await web.PostAsync(run + "/undo", HttpBrowser.Form(check))).Is(HttpStatusCode.Redirect);
        Assert.Equal("succeeded", Text(await Api.EndOfAsync(run[(run.LastIndexOf('/') + 1)..], "undone"), "state")); // and undone, which is waited for
        Assert.Empty(await ClientsAsync("%@paginas.example"));
        Assert.Empty(await Api.NamesAsync("q=paginas"));
    }

    [Fact(DisplayName = "issue 2 §9: a column that would block clients is refused to who may import but not block")]
    public async Task Blocking_by_import_needs_the_permission_to_block()
    {
        using var web = await Tenant.StaffAsync("Importação", "importa", "ImportClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "importa", "Segredo123");
        var file = Tables.Csv("Nome,Email,Bloqueado", "Trancado,um@trancado.example,sim");
        var refused = (await api.ImportAsync(file, "lista.csv", ("match", "none"))).Is(HttpStatusCode.Forbidden);
        Assert.Contains("Bloqueado", refused["errors"]!["mapping"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        var left = (await api.ImportAsync(file, "lista.csv", ("match", "none"), ("mapping", """{"Bloqueado":""}"""))).Is(HttpStatusCode.Accepted);
        await api.EndOfAsync(Text(left, "id"));
        Assert.False(Assert.Single(await ClientsAsync("%@trancado.example")).Blocked);

        // What others blocked by one is not undone without it either.
        var blocked = await ImportedAsync(Tables.Csv("Nome,Email,Bloqueado", "Preso,dois@trancado.example,sim"), ("match", "none"));
        var seen = (await api.GetAsync("operations/" + Text(blocked, "id"))).Is(HttpStatusCode.OK);
        Assert.Equal((true, false), (blocked["canUndo"]!.GetValue<bool>(), seen["canUndo"]!.GetValue<bool>()));
        Assert.Contains("permissões", (await api.PostAsync($"operations/{Text(blocked, "id")}/undo")).Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        (await api.PostAsync($"operations/{Text(left, "id")}/undo")).Is(HttpStatusCode.Accepted);
        await api.EndOfAsync(Text(left, "id"), "undone");
        Assert.Equal("dois@trancado.example", Assert.Single(await ClientsAsync("%@trancado.example")).Email);

        const string words = "A coluna Bloqueado só pode ser importada com a permissão";
        var mapping = await UploadAsync(web, file, "lista.csv");
        Assert.Equal(["tradeName", "email", ""], mapping.Document.QuerySelectorAll("select[name=Fields]").Select(s => s.QuerySelector("option[selected]")?.GetAttribute("value") ?? ""));
        Assert.StartsWith(words, mapping.Find("td [role=alert]").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Null(mapping.Document.QuerySelector("option[value^=blocked]"));
        var forged = (await web.PostAsync(PathOf(mapping), MappingForm(mapping, "none", "tradeName", "email", "blocked"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith(words, forged.Find("td [role=alert]").TextContent.Trim(), StringComparison.Ordinal);

        using var admin = await Tenant.AdminAsync();
        Assert.Equal("blocked", (await UploadAsync(admin, file, "lista.csv")).Document.QuerySelectorAll("select[name=Fields]")[2].QuerySelector("option[selected]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_mapping_that_can_not_run_is_said_on_its_page()
    {
        using var web = await Tenant.AdminAsync();
        var mapping = await UploadAsync(web, Tables.Csv("Alfa,Beta", "1,2"), "nada.csv");
        Assert.Equal(["", ""], mapping.Document.QuerySelectorAll("select[name=Fields]").Select(s => s.QuerySelector("option[selected]")?.GetAttribute("value") ?? ""));
        var unmapped = (await web.PostAsync(PathOf(mapping), MappingForm(mapping, "none", "", ""))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Ligue uma coluna ao campo Nome fantasia.", unmapped.Find("[role=alert]").TextContent.Trim());
        var keyless = (await web.PostAsync(PathOf(mapping), MappingForm(mapping, "taxId", "tradeName", ""))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Para atualizar por CPF/CNPJ, ligue uma coluna a esse campo.", keyless.Find("[role=alert]").TextContent.Trim());
        Assert.Equal(["tradeName", ""], keyless.Document.QuerySelectorAll("select[name=Fields]").Select(s => s.QuerySelector("option[selected]")?.GetAttribute("value") ?? "")); // what was chosen stays
        var twice = (await web.PostAsync(PathOf(mapping), MappingForm(mapping, "none", "tradeName", "tradeName"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Duas colunas preenchem o campo Nome fantasia: escolha uma.", twice.Find("[role=alert]").TextContent.Trim());
        (await web.GetAsync("admin/clients/import/01JD0000000000000000000000")).Is(HttpStatusCode.NotFound);
        (await web.GetAsync("admin/clients/import/..%2F..%2Ftenant")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_workbook_is_imported_with_everything_that_a_client_has()
    {
        var file = await Tables.XlsxAsync(
            ["trade_name", "Razão social", "CNPJ", "emails", "phones", "postalCode", "street", "number", "Bairro", "City", "UF", "created_at", "Origem", "status"],
            ["Padaria Planilha", "Planilha Pães Ltda", "11.222.333/0001-81", "um@planilha.example; dois@planilha.example", "(31) 99876-5432", "30140-071", "Rua da Bahia", "1148", "Lourdes", "Belo Horizonte", "mg", "05/03/2021 14:30", "feira", "active"]);
        var answer = (await Api.ImportAsync(file, "clientes.xlsx")).Is(HttpStatusCode.Accepted);
        Assert.Equal("status", Assert.Single(answer["ignoredColumns"]!.AsArray())!.GetValue<string>());
        Assert.Equal("tradeName", answer["mapping"]!["trade_name"]!.GetValue<string>());
        Assert.EndsWith("/api/operations/" + Text(answer, "id"), answer.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var done = await Api.EndOfAsync(Text(answer, "id"));
        Assert.Equal(("succeeded", 1, 0), (Text(done, "state"), Number(done, "created"), Number(done, "rejected")));
        Assert.Null(done["errorsUrl"]);

        var read = Assert.Single((await Api.GetAsync("clients?q=padaria+planilha")).Is(HttpStatusCode.OK)["items"]!.AsArray())!;
        Assert.Equal("legal", read["personKind"]!.GetValue<string>());
        Assert.Equal("11222333000181", read["taxId"]!.GetValue<string>());
        Assert.Equal(["um@planilha.example", "dois@planilha.example"], read["emails"]!.AsArray().Select(e => e!.GetValue<string>()));
        Assert.Equal("+5531998765432", read["phone"]!.GetValue<string>());
        Assert.Equal(("30140071", "Rua da Bahia", "1148", "Lourdes", "Belo Horizonte", "MG", "BR"),
            (Part("postalCode"), Part("street"), Part("number"), Part("district"), Part("city"), Part("state"), Part("country")));
        Assert.Equal("2021-03-05T17:30:00Z", read["createdUtc"]!.GetValue<string>()); // São Paulo's afternoon

        string Part(string name) => read["address"]![name]!.GetValue<string>();
    }

    [Fact]
    public async Task Commas_semicolons_tabs_marks_and_Latin_1_say_the_same()
    {
        var latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!; // always in this provider
        byte[][] files =
        [
            Encoding.UTF8.GetBytes("nome,cidade,email\nÂngela \"1\",São João,f0@formato.example\n"),
            Encoding.UTF8.GetBytes("nome;cidade;email\r\n\"Ângela \"\"1\"\"\";\"São João\";f1@formato.example\r\n"),
            Encoding.UTF8.GetBytes("nome\tcidade\temail\nÂngela \"1\"\tSão João\tf2@formato.example"),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("sep=;\r\nnome;cidade;email\r\nÂngela \"1\";São João;f3@formato.example\r\n")],
            latin.GetBytes("nome;cidade;email\r\nÂngela \"1\";São João;f4@formato.example\r\n"),
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("nome;cidade;email\r\nÂngela \"1\";São João;f5@formato.example\r\n")],
        ];
        foreach (var file in files)
        {
            var done = await ImportedAsync(file, ("match", "none"));
            Assert.Equal(("succeeded", 1, 0), (Text(done, "state"), Number(done, "created"), Number(done, "rejected")));
        }

        Assert.Equal(Enumerable.Range(0, files.Length).Select(n => $"f{n}@formato.example"), (await ClientsAsync("%@formato.example", byName: false)).Select(c => c.Email));
        Assert.All(await ClientsAsync("%@formato.example"), c => Assert.Equal(("Ângela \"1\"", "São João"), (c.TradeName, c.City)));
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "empty", "Escolha um arquivo CSV ou XLSX com conteúdo." },
        { "blank", "O arquivo está vazio: falta a linha com os nomes das colunas." },
        { "png", "Este não é um arquivo de texto. Envie CSV ou XLSX." },
        { "zip", "O arquivo não é uma planilha. Envie CSV ou XLSX." },
        { "bomb", "A planilha é grande demais depois de descompactada. Divida-a em arquivos menores ou salve-a como CSV." },
        { "xls", "Este é um arquivo .xls antigo. Salve-o como .xlsx e envie de novo." },
        { "wide", "O arquivo tem mais de 200 colunas. Remova as que não vai importar." },
        { "quote", "Uma célula entre aspas não termina: feche as aspas, ou envie o arquivo inteiro se ele foi cortado." },
        { "utf8", "O texto do arquivo está corrompido. Salve-o como CSV UTF-8." },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_no_table_is_refused_with_its_reason_and_not_kept(string kind, string reason)
    {
        var other = await Tenant.AnotherAsync(); // its folder of uploads is this test's own
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        using var web = new HttpBrowser(Host.Address(other));
        await web.SignInAsync();
        byte[] file = kind switch
        {
            "empty" => [],
            "blank" => "\r\n  \r\n"u8.ToArray(),
            "png" => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13],
            "zip" => Tables.Zip(),
            "bomb" => Tables.Bomb(),
            "xls" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            "wide" => Tables.Csv(string.Join(',', Enumerable.Range(0, 201).Select(n => "c" + n.ToString(CultureInfo.InvariantCulture)))),
            "quote" => Tables.Csv("nome,\"cidade", "a,b"),
            _ => [.. "nome,"u8, 0xC3, 0xA3, 0xC3, 0xA3, 0xC3, 0xA3, 0xC3, (byte)'\n', (byte)'a', (byte)',', (byte)'b'],
        };
        var refused = (await api.ImportAsync(file)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(reason, refused["errors"]!["file"]![0]!.GetValue<string>());
        var start = (await web.GetAsync("admin/clients/import")).Is(HttpStatusCode.OK);
        var page = (await PostFileAsync(web, start, file, "arquivo.csv")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(reason, page.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        var uploads = Path.Combine(Host.Data, "Sites", other.Name, "files", "imports");
        Assert.Empty(Directory.Exists(uploads) ? Directory.GetFiles(uploads) : []);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_413_before_it_is_sent()
    {
        using var content = new NeverSent(600L * 1024 * 1024);
        var refused = (await Api.SendAsync(HttpMethod.Post, "clients/import", content, ("Expect", "100-continue"))).Is(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("O arquivo passa de 512 MB. Divida-o.", Text(refused, "detail"));
        using var web = await Tenant.AdminAsync();
        using var form = new NeverSent(600L * 1024 * 1024);
        using var request = new HttpRequestMessage(HttpMethod.Post, "admin/clients/import") { Content = form };
        (await web.SendAsync(request, ("Expect", "100-continue"))).Is(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("mapping", "{", HttpStatusCode.BadRequest, "mapping")]
    [InlineData("mapping", "[1]", HttpStatusCode.BadRequest, "mapping")]
    [InlineData("mapping", """{"nome":"salary"}""", HttpStatusCode.UnprocessableEntity, "mapping")]
    [InlineData("mapping", """{"nome":"tradeName","email":"tradeName"}""", HttpStatusCode.UnprocessableEntity, "mapping")]
    [InlineData("mapping", """{"nome":null}""", HttpStatusCode.UnprocessableEntity, "mapping")]
    [InlineData("match", "phone", HttpStatusCode.UnprocessableEntity, "match")]
    [InlineData("match", "taxId", HttpStatusCode.UnprocessableEntity, "match")]
    [InlineData("match", "id", HttpStatusCode.UnprocessableEntity, "match")]
    public async Task A_wish_that_can_not_be_is_named(string name, string value, HttpStatusCode status, string field)
    {
        var values = name == "match" ? new[] { (name, value) } : [("match", "none"), (name, value)];
        var refused = (await Api.ImportAsync(Tables.Csv("nome,email", "Ninguém,ninguem@desejo.example"), "a.csv", values)).Is(status);
        Assert.NotEmpty(refused["errors"]![field]![0]!.GetValue<string>());
        Assert.Empty(await ClientsAsync("%@desejo.example"));
    }

    [Fact]
    public async Task What_the_caller_maps_comes_before_what_headers_name()
    {
        var file = Tables.Csv("nome,apelido,email", "Nome civil,Nome de guerra,guerra@mapa.example");
        var answer = (await Api.ImportAsync(file, "a.csv", ("match", "none"), ("mapping", """{"apelido":"tradeName"}"""))).Is(HttpStatusCode.Accepted);
        Assert.Equal("nome", Assert.Single(answer["ignoredColumns"]!.AsArray())!.GetValue<string>());
        await Api.EndOfAsync(Text(answer, "id"));
        Assert.Equal("Nome de guerra", Assert.Single(await ClientsAsync("%@mapa.example")).TradeName);
    }

    [Fact]
    public async Task What_is_no_upload_is_415_400_or_422()
    {
        (await Api.PostAsync("clients/import", new { file = "x" })).Is(HttpStatusCode.UnsupportedMediaType);
        using var cut = new StringContent("--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nnome");
        cut.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=limite");
        (await Api.SendAsync(HttpMethod.Post, "clients/import", cut)).Is(HttpStatusCode.BadRequest);
        using var boundless = new StringContent("x");
        boundless.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data");
        (await Api.SendAsync(HttpMethod.Post, "clients/import", boundless)).Is(HttpStatusCode.BadRequest);
        using var fileless = new MultipartFormDataContent { { new StringContent("taxId"), "match" } };
        (await Api.SendAsync(HttpMethod.Post, "clients/import", fileless)).Is(HttpStatusCode.UnprocessableEntity);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.ImportAsync(Tables.Csv("nome", "a"))).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_document_twice_in_the_file_is_one_client_with_the_last_word()
    {
        var file = Tables.Csv("nome,cpf,cidade,email", "Primeira,529.982.247-25,Betim,a@repetido.example", "Segunda,52998224725,,b@repetido.example", "Segunda,529.982.247-25,Betim,b@repetido.example");
        var done = await ImportedAsync(file);
        Assert.Equal(("succeeded", 1, 1, 0), (Text(done, "state"), Number(done, "created"), Number(done, "updated"), Number(done, "rejected"))); // the third says what the second did
        var client = Assert.Single(await ClientsAsync("%@repetido.example"));
        Assert.Equal(("Segunda", "Betim", "b@repetido.example", 1), (client.TradeName, client.City, client.Email, client.Version)); // an empty cell changes nothing
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().CountAsync(l => l.ClientId == client.Id)));

        // Without a key each row is a client; then the document no longer tells them apart.
        Assert.Equal(2, Number(await ImportedAsync(Tables.Csv("nome,cpf,email", "Um,111.444.777-35,c@gemeos.example", "Outro,111.444.777-35,d@gemeos.example"), ("match", "none")), "created"));
        var unclear = await ImportedAsync(Tables.Csv("nome,cpf,email", "Qual,111.444.777-35,e@gemeos.example"));
        Assert.Equal((0, 0, 1), (Number(unclear, "created"), Number(unclear, "updated"), Number(unclear, "rejected")));
        Assert.Contains("2 clientes têm este mesmo valor", (await Api.GetAsync("operations/" + Text(unclear, "id") + "/errors")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(["c@gemeos.example", "d@gemeos.example"], (await ClientsAsync("%@gemeos.example", byName: false)).Select(c => c.Email));
    }

    [Fact]
    public async Task The_dry_run_and_the_run_count_alike_and_only_the_run_changes()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Nome de antes", taxId = "935.411.347-80", email = "antes@contagem.example", origin = "indicação" });
        await Api.CreateClientAsync(new { tradeName = "Fica igual", taxId = "153.509.460-56", email = "igual@contagem.example" });
        var file = Tables.Csv("nome,cpf,email", "Nome de depois,935.411.347-80,depois@contagem.example", "Fica igual,153.509.460-56,igual@contagem.example", "Chega agora,,novo@contagem.example", "Sem arroba,,novo.contagem.example");
        var dry = await ImportedAsync(file, ("dryRun", "true"));
        Assert.False(dry["canUndo"]!.GetValue<bool>());
        Assert.Equal((1, 1, 1), (Number(dry, "created"), Number(dry, "updated"), Number(dry, "rejected")));
        Assert.Equal(["Fica igual", "Nome de antes"], (await ClientsAsync("%@contagem.example")).Select(c => c.TradeName));

        var done = await ImportedAsync(file);
        Assert.Equal((1, 1, 1), (Number(done, "created"), Number(done, "updated"), Number(done, "rejected")));
        var clients = await ClientsAsync("%@contagem.example");
        Assert.Equal(["Chega agora", "Fica igual", "Nome de depois"], clients.Select(c => c.TradeName));
        Assert.Equal([1, 1, 2], clients.Select(c => c.Version));
        Assert.Equal("indicação", clients[2].Origin); // no column, no change
        Assert.Equal(["Nome de depois"], await Api.NamesAsync("q=nome+de+depois"));
        Assert.Empty(await Api.NamesAsync("q=nome+de+antes"));

        var number = long.Parse(id, CultureInfo.InvariantCulture);
        var line = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.ClientId == number).OrderByDescending(l => l.Id).FirstAsync());
        Assert.Equal("*", line.Field);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"tradeName":"Nome de antes","emails":"antes@contagem.example"}"""), JsonNode.Parse(line.OldValue!)), line.OldValue);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"tradeName":"Nome de depois","emails":"depois@contagem.example"}"""), JsonNode.Parse(line.NewValue!)), line.NewValue);
    }

    [Fact]
    public async Task An_imported_clients_history_tells_its_values_as_an_added_ones_does()
    {
        var added = long.Parse(await Api.CreateClientAsync(new { tradeName = "Com história", legalName = "História Ltda", taxId = Documents.Cnpj("112223330002"), email = "h@historia.example", phone = "(31) 99876-5432", birthDate = "1990-12-31", blocked = true, blockedReason = "Sem pagamento", address = new { city = "Betim", state = "MG" } }), CultureInfo.InvariantCulture);
        await ImportedAsync(Tables.Csv("nome,razão social,cnpj,email,phone,birthDate,blocked,blockedReason,city,state", $"Com história,História Ltda,{Documents.Cnpj("112223330003")},h@historia.example,(31) 99876-5432,31/12/1990,sim,Sem pagamento,Betim,MG"));
        var imported = (await ClientsAsync("h@historia.example", byName: false)).Single(c => c.Id != added).Id;
        var lines = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.ClientId == added || l.ClientId == imported).ToDictionaryAsync(l => l.ClientId!.Value));
        var (one, other) = (Values(lines[added]), Values(lines[imported]));
        Assert.Equal(Documents.Cnpj("112223330003"), other["taxId"]);
        Assert.Equal(one.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(one.Keys.Except(["taxId", "createdUtc"]), field => Assert.Equal(one[field], other[field]));
        Assert.Null(lines[imported].OldValue);

        using var web = await Tenant.AdminAsync();
        var history = (await web.GetAsync($"admin/clients/{imported}/history")).Is(HttpStatusCode.OK);
        Assert.Contains(history.Document.QuerySelectorAll("tbody tr"), r => r.TextContent.Contains("Razão social", StringComparison.Ordinal) && r.TextContent.Contains("História Ltda", StringComparison.Ordinal));

        static Dictionary<string, string> Values(HistoryLine line) => JsonNode.Parse(line.NewValue!)!.AsObject().ToDictionary(p => p.Key, p => p.Value!.GetValue<string>(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Undoing_spares_what_somebody_changed_since_and_lists_it()
    {
        await Api.CreateClientAsync(new { tradeName = "Velho um", taxId = "390.533.447-05", email = "um@desfaz.example" });
        await Api.CreateClientAsync(new { tradeName = "Velho dois", taxId = "168.995.350-09", email = "dois@desfaz.example" });
        var done = await ImportedAsync(Tables.Csv("nome,cpf,email", "Trocado um,390.533.447-05,um@desfaz.example", "Trocado dois,168.995.350-09,dois@desfaz.example", "Novo três,,tres@desfaz.example", "Novo quatro,,quatro@desfaz.example"));
        Assert.Equal((2, 2), (Number(done, "created"), Number(done, "updated")));
        var clients = (await ClientsAsync("%@desfaz.example")).ToDictionary(c => c.TradeName, c => c.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        (await Api.PatchAsync("clients/" + clients["Trocado dois"], new { tradeName = "Mexido dois" })).Is(HttpStatusCode.OK);
        (await Api.PatchAsync("clients/" + clients["Novo quatro"], new { tradeName = "Mexido quatro" })).Is(HttpStatusCode.OK);

        (await Api.PostAsync($"operations/{Text(done, "id")}/undo")).Is(HttpStatusCode.Accepted);
        var undone = await Api.EndOfAsync(Text(done, "id"), "undone", "failed");
        Assert.Equal(("succeeded", true, 2), (Text(undone, "state"), undone["undone"]!.GetValue<bool>(), Number(undone, "rejected")));
        Assert.Equal(["Mexido dois", "Mexido quatro", "Velho um"], (await ClientsAsync("%@desfaz.example")).Select(c => c.TradeName));
        Assert.Equal(["Velho um"], await Api.NamesAsync("q=velho+um"));
        var listed = (await Api.GetAsync($"operations/{Text(done, "id")}/errors")).Is(HttpStatusCode.OK).Text;
        Assert.Contains($"{clients["Trocado dois"]},Mudou depois da importação e ficou como está.,Mexido dois", listed, StringComparison.Ordinal);
        Assert.Contains($"{clients["Novo quatro"]},Mudou depois da importação e ficou como está.,Mexido quatro", listed, StringComparison.Ordinal);
        (await Api.PostAsync($"operations/{Text(done, "id")}/undo")).Is(HttpStatusCode.Conflict);
        var ids = clients.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, await Tenant.InDatabaseAsync(db => db.Set<SearchEntry>().CountAsync(s => ids.Contains(s.RecordId))));
    }

    [Fact(DisplayName = "issue 3 §1: undoing an import spares the clients to whom others have added something since, and lists them")]
    public async Task Undoing_spares_what_others_have_added()
    {
        string[] names = ["Intacta", "Com nota", "Com documento", "Com usuário", "Com e-mail", "Retida"];
        var done = await ImportedAsync(Tables.Csv(["nome,email", "Intacta,igual@soma.example", .. names.Select((n, at) => $"{n},c{at}@soma.example")]), ("match", "none"));
        var clients = (await ClientsAsync("c%@soma.example")).ToDictionary(c => c.TradeName, c => c.Id, StringComparer.Ordinal);
        (await Api.PostAsync($"clients/{clients["Com nota"]}/notes", new { text = "Ligar na segunda" })).Is(HttpStatusCode.Created);
        (await Api.SendAsync(HttpMethod.Post, $"clients/{clients["Com documento"]}/documents?name=Contrato.txt", new ByteArrayContent("um contrato"u8.ToArray()))).Is(HttpStatusCode.Created);
        (await Api.PostAsync($"clients/{clients["Com usuário"]}/users", new { name = "Ana", email = "ana@soma.example", password = "Portal1234" })).Is(HttpStatusCode.Created);
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "undo-import", Kind = "message", ClientId = clients["Com e-mail"], ToAddress = "c4@soma.example", Subject = "Olá", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            db.Add(new LegalHold { ClientId = clients["Retida"], Reason = "Processo 12", CreatedUtc = DateTime.UtcNow, UserName = "Jurídico" });
            return await db.SaveChangesAsync();
        });
        await Api.EndOfAsync(Text((await Api.PostAsync("clients/duplicates/search")).Is(HttpStatusCode.Accepted), "id")); // what it finds is nobody's work

        (await Api.PostAsync($"operations/{Text(done, "id")}/undo")).Is(HttpStatusCode.Accepted);
        var undone = await Api.EndOfAsync(Text(done, "id"), "undone", "failed");
        Assert.Equal(("succeeded", 5), (Text(undone, "state"), Number(undone, "rejected")));
        Assert.Equal(names.Skip(1).Order(StringComparer.Ordinal), (await ClientsAsync("%@soma.example")).Select(c => c.TradeName).Order(StringComparer.Ordinal));
        var listed = (await Api.GetAsync($"operations/{Text(done, "id")}/errors")).Is(HttpStatusCode.OK).Text;
        Assert.All(names.Skip(1), name => Assert.Contains($"{clients[name]},Mudou depois da importação e ficou como está.,{name}", listed, StringComparison.Ordinal));
        Assert.Single((await Api.GetAsync($"clients/{clients["Com documento"]}/documents")).Is(HttpStatusCode.OK)["items"]!.AsArray());
        var gone = clients["Intacta"];
        Assert.False(await Tenant.InDatabaseAsync(db => db.Set<ClientDuplicate>().AnyAsync(d => d.OneId == gone || d.OtherId == gone)));
    }

    [Fact]
    public async Task Odd_cells_reject_their_row_and_no_more()
    {
        var nul = new byte[] { 0xFF, 0xFE }.Concat(Encoding.Unicode.GetBytes("nome,email\r\nCom\0nulo,x\0y\r\nBoa linha,boa@estranho.example\r\n")).ToArray();
        var done = await ImportedAsync(nul, ("match", "none"));
        Assert.Equal(("succeeded", 1, 1), (Text(done, "state"), Number(done, "created"), Number(done, "rejected")));
        var long100 = new string('ã', 300);
        var odd = await ImportedAsync(Tables.Csv("nome,email", $"{long100},a@estranho.example", "Falta célula", "Sobra,b@estranho.example,c", "=SOMA(A1),sem-arroba", "Último,ultimo@estranho.example"), ("match", "none"));
        Assert.Equal(("succeeded", 1, 4), (Text(odd, "state"), Number(odd, "created"), Number(odd, "rejected")));
        var errors = (await Api.GetAsync($"operations/{Text(odd, "id")}/errors")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("\r\n3,A linha tem menos células que o cabeçalho: confira os separadores e as aspas.,Falta célula,\r\n", errors, StringComparison.Ordinal);
        Assert.Contains(",'=SOMA(A1),sem-arroba\r\n", errors, StringComparison.Ordinal); // no spreadsheet runs it
        Assert.Equal(["Boa linha", "Último"], (await ClientsAsync("%@estranho.example")).Select(c => c.TradeName));
    }

    [Fact]
    public async Task A_file_that_breaks_in_the_middle_changes_nothing()
    {
        var rows = Enumerable.Range(0, 3000).Select(n => $"Linha {n},l{n}@cortado.example");
        var done = await ImportedAsync(Tables.Csv(["nome,email", .. rows, "\"cortado"]), ("match", "none"));
        Assert.Equal("failed", Text(done, "state"));
        Assert.Equal("Linha 3002: Uma célula entre aspas não termina: feche as aspas, ou envie o arquivo inteiro se ele foi cortado. Nada foi importado.", Text(done, "error"));
        Assert.Empty(await ClientsAsync("%@cortado.example"));
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        var done = await ImportedAsync(Tables.Csv("nome,email", "Meu,meu@alheio.example", ",sem-nome"), ("match", "none"));
        using var theirs = await ApiClient.SignInAsync(Host.Address(await Tenant.AnotherAsync()));
        (await theirs.GetAsync("operations/" + Text(done, "id"))).Is(HttpStatusCode.NotFound);
        (await theirs.GetAsync($"operations/{Text(done, "id")}/errors")).Is(HttpStatusCode.NotFound);
        (await theirs.PostAsync($"operations/{Text(done, "id")}/undo")).Is(HttpStatusCode.NotFound);
        Assert.Single(await ClientsAsync("%@alheio.example"));
    }

    private async Task<ApiAnswer> ImportedAsync(byte[] file, params (string Name, string Value)[] values)
    {
        var started = (await Api.ImportAsync(file, "clientes.csv", values)).Is(HttpStatusCode.Accepted);
        return await Api.EndOfAsync(Text(started, "id"));
    }

    private Task<List<Client>> ClientsAsync(string email, bool byName = true) => Tenant.InDatabaseAsync(async db =>
    {
        var clients = await db.Set<Client>().AsNoTracking().Where(c => EF.Functions.Like(c.Email, email)).ToListAsync();
        return byName ? clients.OrderBy(c => c.TradeName, StringComparer.Ordinal).ToList() : [.. clients.OrderBy(c => c.Email, StringComparer.Ordinal)];
    });

    private static async Task<WebPage> UploadAsync(HttpBrowser web, byte[] file, string name)
    {
        var start = (await web.GetAsync("admin/clients/import")).Is(HttpStatusCode.OK);
        var stored = (await PostFileAsync(web, start, file, name)).Is(HttpStatusCode.Redirect);
        return (await web.GetAsync(stored.Location!)).Is(HttpStatusCode.OK);
    }

    private static async Task<WebPage> PostFileAsync(HttpBrowser web, WebPage start, byte[] file, string name)
    {
        using var form = Tables.Form("Upload", file, name, ("__RequestVerificationToken", start.Token));
        using var request = new HttpRequestMessage(HttpMethod.Post, "admin/clients/import") { Content = form };
        return await web.SendAsync(request);
    }

    private static async Task<WebPage> CheckedAsync(HttpBrowser web, string path)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); ;)
        {
            var page = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
            if (page.Document.QuerySelector("#import-check p.lead") is not null)
            {
                return page;
            }

            Assert.True(DateTime.UtcNow < end, "The check did not end within 30 seconds: " + page.Text);
            await Task.Delay(50);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> MappingForm(WebPage page, string match, params string[] fields) =>
        [.. fields.Select(f => KeyValuePair.Create("Fields", f)), new("Match", match), new("__RequestVerificationToken", page.Token)];

    private static string PathOf(WebPage page) => page.Message.RequestMessage!.RequestUri!.AbsolutePath; // it was requested

    private static string Text(ApiAnswer answer, string name) => answer[name]!.GetValue<string>();

    private static int Number(ApiAnswer answer, string name) => answer[name]!.GetValue<int>();

    /// <summary>Says how long it is and must never be asked for it.</summary>
    private sealed class NeverSent : HttpContent
    {
        private readonly long _length;

        public NeverSent(long length)
        {
            _length = length;
            Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=limite");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new InvalidOperationException("The body was asked for.");

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}

public sealed class ImportHttpOnSqlite(TenantFixture<Sqlite> tenant) : ImportHttpTests<Sqlite>(tenant);

public sealed class ImportHttpOnPostgres(TenantFixture<Postgres> tenant) : ImportHttpTests<Postgres>(tenant);
