using ClientSuite.Values;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Tests.Hosting;

/// <summary>A postal code service on loopback that answers as ViaCEP documents it, with codes that stand for its faults.</summary>
public sealed class FakeViaCep : IAsyncDisposable
{
    /// <summary>Well formed, and nobody's.</summary>
    public const string Unknown = "99999999";

    /// <summary>Answers 500.</summary>
    public const string Broken = "99999001";

    /// <summary>Does not answer.</summary>
    public const string Slow = "99999002";

    /// <summary>Answers a page instead of JSON.</summary>
    public const string Garbage = "99999003";

    /// <summary>Stands for a whole city: no street, no district.</summary>
    public const string WholeCity = "35400000";

    private readonly WebApplication _app;

    private FakeViaCep(WebApplication app) => _app = app;

    /// <summary>For <c>ClientSuite:PostalCodes:Url</c>.</summary>
    public string Url => _app.Urls.First() + "/ws/{0}/json/";

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public static async Task<FakeViaCep> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeViaCep(app);
        app.MapGet("/ws/{code}/json/", fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(string code, HttpContext context)
    {
        Asked++;
        switch (code)
        {
            case Broken:
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            case Garbage:
                return Results.Content("<html><h1>ViaCEP</h1></html>", "text/html");
            case Slow:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Results.StatusCode(StatusCodes.Status504GatewayTimeout);
            case "01001000":
                return Json("""{"cep":"01001-000","logradouro":"Praça da Sé","complemento":"lado ímpar","unidade":"","bairro":"Sé","localidade":"São Paulo","uf":"SP","estado":"São Paulo","regiao":"Sudeste","ibge":"3550308","gia":"1004","ddd":"11","siafi":"7107"}""");
            case WholeCity:
                return Json("""{"cep":"35400-000","logradouro":"","complemento":"","unidade":"","bairro":"","localidade":"Ouro Preto","uf":"MG","estado":"Minas Gerais","regiao":"Sudeste","ibge":"3146107","gia":"","ddd":"31","siafi":"4921"}""");
            default:
                return PostalCode.TryParse(code, out _) ? Json("""{"erro":"true"}""") : Results.StatusCode(StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Json(string json) => Results.Content(json, "application/json; charset=utf-8");
}
