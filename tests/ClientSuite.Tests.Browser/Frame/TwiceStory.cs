using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>A slow line and an impatient hand.</summary>
public sealed class TwiceStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    [Fact(DisplayName = "STYLE: Enter and Ctrl+Enter while a form is on its way send it no second time")]
    public async Task Sent_once()
    {
        var (gate, sent) = (new TaskCompletionSource(), 0);
        await Page.RouteAsync("**/admin/client-groups/**", async route =>
        {
            if (route.Request.Method == "POST")
            {
                sent++;
                await gate.Task;
            }

            await route.ContinueAsync();
        });
        await SignInAsync();
        await GoAsync("admin/client-groups");
        await Page.Locator("[hx-get$='/client-groups/new']").First.ClickAsync();
        var name = Field(Dialog, "Nome");
        await name.FillAsync("Uma vez só");
        await name.PressAsync("Enter");
        await Expect(Dialog.Locator("[data-busy]")).ToBeVisibleAsync();
        await name.PressAsync("Enter");
        await name.PressAsync("Control+Enter");
        gate.SetResult();
        await Expect(Dialog).ToBeHiddenAsync();
        using var api = await ApiAsync();
        Assert.Single((await api.GetAsync("client-groups"))["items"]!.AsArray(), g => g!["name"]!.GetValue<string>() == "Uma vez só");
        Assert.Equal(1, sent);
    }
}
