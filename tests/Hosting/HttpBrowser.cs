using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>A page as the browser got it.</summary>
public sealed record WebPage(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public IHtmlDocument Document { get; } = new HtmlParser().ParseDocument(Text);

    public string? Location => Message.Headers.Location?.OriginalString;

    public string Token => Document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";

    public IElement Find(string selector) => Document.QuerySelector(selector) ?? throw new Xunit.Sdk.XunitException($"No {selector} in {Message.RequestMessage?.RequestUri}:\n{Text}");

    public WebPage Is(HttpStatusCode expected)
    {
        Assert.True(Status == expected, $"{Message.RequestMessage?.Method} {Message.RequestMessage?.RequestUri} answered {(int)Status} {Location} instead of {(int)expected}: {Text}");
        return this;
    }
}

/// <summary>A browser without script: cookies, forms, no redirects followed.</summary>
public sealed class HttpBrowser : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="tenant">Address of the tenant, with a slash at the end.</param>
    public HttpBrowser(Uri tenant)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = Cookies, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = tenant };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt-BR");
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Its own client: its cookies, and bytes as they are.</summary>
    public HttpClient Http => _http;

    /// <summary>Path below the tenant; a rooted path or an address counts from the host.</summary>
    public Task<WebPage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public Task<WebPage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, headers);

    /// <summary>Signs in as a person would: the form's page, then the form. Answers the page after the post.</summary>
    public async Task<WebPage> TrySignInAsync(string userName, string password)
    {
        var page = (await GetAsync("sign-in")).Is(HttpStatusCode.OK);
        return await PostAsync("sign-in", Form(page, ("Form.UserName", userName), ("Form.Password", password)));
    }

    public async Task SignInAsync(string userName = TestHost.AdminName, string password = TestHost.AdminPassword) =>
        (await TrySignInAsync(userName, password)).Is(HttpStatusCode.Redirect);

    public static Dictionary<string, string> Form(WebPage page, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        form["__RequestVerificationToken"] = page.Token;
        return form;
    }

    /// <summary>What a browser would post from a form as it stands, with some fields changed; null leaves a field out, and a field
    /// named twice has both values.</summary>
    public static List<KeyValuePair<string, string>> Filled(WebPage page, string form, params (string Name, string? Value)[] changes)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var control in page.Find(form).QuerySelectorAll("input[name], select[name], textarea[name]").Where(c => !c.HasAttribute("disabled")))
        {
            var name = control.GetAttribute("name") ?? "";
            if (changes.Any(c => c.Name == name))
            {
                continue;
            }

            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" or "submit" }:
                    break;
                case IHtmlInputElement input:
                    fields.Add(new(name, input.Value));
                    break;
                case IHtmlSelectElement select:
                    fields.AddRange(select.SelectedOptions.Select(o => KeyValuePair.Create(name, o.Value)));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add(new(name, area.Value));
                    break;
            }
        }

        fields.AddRange(changes.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Name, c.Value!))); // filtered just before
        return fields;
    }

    public async Task<WebPage> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await _http.SendAsync(request);
        return new WebPage(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    public void Dispose() => _http.Dispose();
}
