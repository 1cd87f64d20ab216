using System.Globalization;
using ClientSuite.Settings;
using ClientSuite.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Web;

/// <summary>The language: the user's own choice, else the browser's, else the tenant's.</summary>
internal sealed class CultureMiddleware(RequestDelegate next)
{
    public const string Cookie = "cs-culture";

    public async Task InvokeAsync(HttpContext context)
    {
        var site = await context.RequestServices.GetRequiredService<ISettings<SiteSettings>>().GetAsync(context.RequestAborted);
        var chosen = context.RequestServices.GetRequiredService<IUserPreferences>().Get("culture") ?? context.Request.Cookies[Cookie];
        var name = TextStore.Cultures.Contains(chosen, StringComparer.Ordinal) ? chosen! : FromBrowser(context) ?? site.Culture; // Contains refuses null
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        context.Response.Headers.ContentLanguage = name;
        await next(context);
    }

    public static string? FromBrowser(HttpContext context)
    {
        foreach (var language in context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
        {
            var two = language.Value.Length >= 2 ? language.Value.Value![..2].ToLowerInvariant() : "";
            if (two is "pt" or "en" or "es")
            {
                return two == "pt" ? "pt-BR" : two;
            }
        }

        return null;
    }
}
