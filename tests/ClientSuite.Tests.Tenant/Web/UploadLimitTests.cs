using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

public sealed class UploadLimitTests
{
    private const int Limit = 2 * 1024 * 1024;

    [Fact(DisplayName = "issue 2: MaxUploadBytes is the limit of an import too, whether its length is announced or not")]
    public async Task An_upload_over_the_installations_limit_is_413()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"], ("ClientSuite:MaxUploadBytes", Limit.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        using var web = new HttpBrowser(host.Address("loja"));
        await web.SignInAsync();
        (await api.ImportAsync(Rows(Limit / 2))).Is(HttpStatusCode.Accepted);

        foreach (var headers in new (string, string)[][] { [], [("Transfer-Encoding", "chunked")] })
        {
            using var upload = Tables.Form("file", Rows(Limit + 20_000), "clientes.csv");
            var refused = (await api.SendAsync(HttpMethod.Post, "clients/import", upload, headers)).Is(HttpStatusCode.RequestEntityTooLarge);
            Assert.Equal("application/problem+json", refused.Message.Content.Headers.ContentType?.MediaType);
            Assert.Equal("O arquivo passa de 2 MB. Divida-o.", refused["detail"]!.GetValue<string>());

            using var form = Tables.Form("Upload", Rows(Limit + 20_000), "clientes.csv");
            using var request = new HttpRequestMessage(HttpMethod.Post, "admin/clients/import") { Content = form };
            var page = (await web.SendAsync(request, headers)).Is(HttpStatusCode.RequestEntityTooLarge);
            Assert.Contains("grande", page.Find("main").TextContent, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static byte[] Rows(int bytes) => Tables.Csv(["nome,cpf,obs", .. Enumerable.Repeat("Cliente,," + new string('x', 990), bytes / 1000)]);
}
