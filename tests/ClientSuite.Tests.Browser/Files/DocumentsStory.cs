using System.IO.Compression;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Files;

/// <summary>An attendant keeps a client's papers and gives the client a face.</summary>
public sealed class DocumentsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    [Fact(DisplayName = "002-38, 002-67 to 002-70 two documents are uploaded, looked at, selected and downloaded as a ZIP; a photo is framed and shown")]
    public async Task Papers_and_a_face()
    {
        string id;
        using (var api = await ApiAsync())
        {
            id = await api.CreateClientAsync(new { personKind = "natural", tradeName = "Ana Ávila" });
        }

        await SignInAsync();
        await GoAsync($"admin/clients/{id}/documents");
        await Expect(Page.GetByText("Nenhum documento")).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await Page.GetByLabel("Enviar arquivos").SetInputFilesAsync([
            new FilePayload { Name = "Foto da fachada.png", MimeType = "image/png", Buffer = TestImages.Png(width: 64, height: 48) },
            new FilePayload { Name = "Contrato.txt", MimeType = "text/plain", Buffer = "Cláusula primeira"u8.ToArray() },
        ]);
        var rows = Page.Locator("#client-documents tbody tr");
        await Expect(rows).ToHaveCountAsync(2);

        await Link("Foto da fachada.png").ClickAsync();
        var shown = Dialog.GetByRole(AriaRole.Img, new() { Name = "Visualização de Foto da fachada.png" });
        await Expect(shown).ToBeVisibleAsync();
        Assert.Equal(64, await shown.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }"));
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Fechar" }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();

        var download = Button("Download dos documentos selecionados");
        await Expect(download).ToBeDisabledAsync();
        await Page.GetByLabel("Selecionar Contrato.txt").CheckAsync();
        await Expect(Page.GetByText("1 selecionado")).ToBeVisibleAsync();
        await Page.GetByLabel("Selecionar todos os documentos").CheckAsync();
        await Expect(Page.GetByText("2 selecionados")).ToBeVisibleAsync();
        var zip = await Page.RunAndWaitForDownloadAsync(() => download.ClickAsync());
        Assert.Equal("Ana Ávila.zip", zip.SuggestedFilename);
        await using (var archive = await ZipFile.OpenReadAsync(await zip.PathAsync()))
        {
            Assert.Equal(["Contrato.txt", "Foto da fachada.png"], archive.Entries.Select(e => e.FullName));
        }

        var one = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Baixar Contrato.txt" }).ClickAsync());
        Assert.Equal("Contrato.txt", one.SuggestedFilename);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Ações de Contrato.txt" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Excluir" }).ClickAsync();
        await Button("Sim").ClickAsync();
        await Button("Desfazer").HoverAsync(); // it stays while the pointer is there
        await Expect(rows).ToHaveCountAsync(1);
        await Button("Desfazer").ClickAsync();
        await Expect(rows).ToHaveCountAsync(2);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Adicionar foto" }).ClickAsync();
        await Dialog.GetByLabel("Selecionar uma imagem para upload").SetInputFilesAsync(new FilePayload { Name = "rosto.png", MimeType = "image/png", Buffer = TestImages.Png(width: 64, height: 48) });
        var frame = Dialog.Locator("[data-photo][data-ready=true] canvas");
        await Expect(frame).ToBeVisibleAsync();
        await frame.PressAsync("ArrowLeft");
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Salvar foto" }).ClickAsync();
        var face = Page.Locator("header.rec .avatar img");
        await Expect(face).ToBeVisibleAsync();
        Assert.Equal(512, await face.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }"));
    }

    [Fact(DisplayName = "002-67, issue 3 §2: files dropped on the card are uploaded with progress and become rows; moving them is undone by the toast; a comment is written on a document")]
    public async Task Dropped_moved_back_and_commented()
    {
        string id;
        using (var api = await ApiAsync())
        {
            id = await api.CreateClientAsync(new { personKind = "natural", tradeName = "Davi Dias" });
        }

        await SignInAsync();
        await GoAsync($"admin/clients/{id}/documents");
        await Expect(Page.GetByText("Nenhum documento")).ToBeVisibleAsync();

        // The uploads wait on their way, so that the queue is seen at work.
        var gate = new TaskCompletionSource();
        await Page.RouteAsync("**/documents/upload**", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        var files = await Page.EvaluateHandleAsync("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File(['Cláusula primeira'], 'Contrato.txt', { type: 'text/plain' }));
              data.items.add(new File(['Ata da reunião'], 'Ata.txt', { type: 'text/plain' }));
              return data;
            }
            """);
        var card = Page.Locator("#client-documents");
        await card.DispatchEventAsync("dragenter", new { dataTransfer = files });
        await Expect(card).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("\\bover\\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await card.DispatchEventAsync("dragover", new { dataTransfer = files });
        await card.DispatchEventAsync("drop", new { dataTransfer = files });
        await Expect(Page.GetByRole(AriaRole.Progressbar, new() { Name = "Contrato.txt" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Progressbar, new() { Name = "Ata.txt" })).ToBeVisibleAsync();
        gate.SetResult();
        var rows = Page.Locator("#client-documents tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(card).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("\\bover\\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        await Page.GetByLabel("Selecionar todos os documentos").CheckAsync();
        await Button("Mover").ClickAsync();
        await Dialog.GetByLabel("Pasta").FillAsync("Arquivo");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Mover" }).ClickAsync();
        await Button("Desfazer").HoverAsync();
        await Expect(Page.Locator("#client-documents .docs-folder")).ToHaveCountAsync(1);
        await Button("Desfazer").ClickAsync();
        await Expect(Page.Locator("#client-documents .docs-folder")).ToHaveCountAsync(0);
        await Expect(rows).ToHaveCountAsync(2);

        await Link("Contrato.txt").ClickAsync();
        var thread = Dialog.Locator("#record-comments");
        await thread.GetByLabel("Novo comentário").FillAsync("Falta assinar");
        await thread.GetByLabel("Anexos").SetInputFilesAsync(new FilePayload { Name = "modelo.txt", MimeType = "text/plain", Buffer = "modelo"u8.ToArray() });
        await thread.GetByRole(AriaRole.Button, new() { Name = "Salvar" }).ClickAsync();
        await Expect(thread.Locator(".thread li")).ToContainTextAsync("Falta assinar");
        await Expect(thread.Locator(".thread li")).ToContainTextAsync("modelo.txt");
        await IsAccessibleAsync();
        await thread.GetByRole(AriaRole.Link, new() { Name = "Editar" }).ClickAsync();
        await thread.GetByLabel("Editar comentário").FillAsync("Assinado");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Salvar" }).ClickAsync();
        await Expect(thread.Locator(".thread li .said")).ToHaveTextAsync("Assinado");

        // What is being typed outlives what becomes of the other comments.
        var typed = thread.GetByLabel("Novo comentário");
        await typed.FillAsync("Ainda por dizer");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await Button("Desfazer").HoverAsync();
        await Expect(thread.Locator(".thread li")).ToHaveCountAsync(0);
        await Expect(typed).ToHaveValueAsync("Ainda por dizer");
        await Button("Desfazer").ClickAsync();
        await Expect(thread.Locator(".thread li .said")).ToHaveTextAsync("Assinado");
        await Expect(typed).ToHaveValueAsync("Ainda por dizer");
        await thread.GetByRole(AriaRole.Link, new() { Name = "Editar" }).ClickAsync();
        await Button("Continuar editando").ClickAsync();
        await Expect(typed).ToHaveValueAsync("Ainda por dizer");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Salvar" }).ClickAsync();
        await Expect(thread.Locator(".thread li")).ToHaveCountAsync(2);
        await Expect(typed).ToHaveValueAsync("");
    }

    [Fact(DisplayName = "issue 3 §2: a PDF is drawn in the dialog, under the strict policy")]
    public async Task A_pdf_in_the_dialog()
    {
        using var api = await ApiAsync();
        var id = await api.CreateClientAsync(new { personKind = "natural", tradeName = "Bia Braga" });
        (await api.SendAsync(HttpMethod.Post, $"clients/{id}/documents?name=Contrato.pdf", new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "recipes", "samples", "documents", "contrato.pdf"))))).Is(System.Net.HttpStatusCode.Created);
        await SignInAsync();
        await GoAsync($"admin/clients/{id}/documents");
        var answered = Page.WaitForResponseAsync(r => r.Url.Contains("/view", StringComparison.Ordinal));
        await Link("Contrato.pdf").ClickAsync();
        var answer = await answered;
        Assert.Equal((200, "application/pdf"), (answer.Status, answer.Headers["content-type"]));
        await Expect(Dialog.Locator("iframe")).ToBeVisibleAsync();
    }
}
