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
        if (HttpMethods.IsGet(context.Request.Method) && TextStore.Cultures.Contains(context.Request.Query["culture"].ToString(), StringComparer.Ordinal))
        {
            await ChooseAsync(context, context.Request.Query["culture"].ToString());
        }

        var chosen = context.RequestServices.GetRequiredService<IUserPreferences>().Get("culture") ?? (context.Items[Cookie] as string) ?? context.Request.Cookies[Cookie];
        var name = TextStore.Cultures.Contains(chosen, StringComparer.Ordinal) ? chosen! : FromBrowser(context) ?? site.Culture; // Contains refuses null
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        context.Response.Headers.ContentLanguage = name;
        context.Items[typeof(CultureInfo)] = name;
        await next(context);
    }

    /// <summary>Keeps the choice of a language link: with the user, and in a cookie for the pages before sign-in.</summary>
    private static async Task ChooseAsync(HttpContext context, string culture)
    {
        context.Items[Cookie] = culture;
        await context.RequestServices.GetRequiredService<IUserPreferences>().SetAsync("culture", culture, context.RequestAborted);
        context.Response.Cookies.Append(Cookie, culture, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
            IsEssential = true,
        });
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
