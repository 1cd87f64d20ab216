using System.Globalization;
using ClientSuite.Modules;
using Humanizer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

[assembly: Module("Acme.Greeting", Name = "Greeting", Description = "Says a number in words.", Category = "Acme", Author = "Acme")]

namespace Acme.Greeting;

internal sealed class Startup : StartupBase
{
    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => routes.MapGet("/api/greeting/{number:int}", (int number) =>
        Results.Text($"{number.ToWords(CultureInfo.GetCultureInfo("en"))}, {typeof(NumberToWordsExtension).Assembly.GetName().Version}")).AllowAnonymous();
}
