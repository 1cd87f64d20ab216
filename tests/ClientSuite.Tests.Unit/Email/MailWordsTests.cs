using ClientSuite.Email;
using Xunit;

namespace ClientSuite.Tests.Email;

public sealed class MailWordsTests
{
    [Theory(DisplayName = "issue 3 §5: values are text in both forms of a mail, whatever they hold")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("**forte** [x](javascript:alert(1)) # título | `a`")]
    [InlineData("João & Maria_da_Silva *1* \\ 2")]
    public void Values_stay_text(string name)
    {
        var mail = MailWords.Write("Olá, {{name}}", "Olá, {{name}}.", Values(("name", name)), MailLook.Plain("Casa"), "pt-BR");
        Assert.Equal("Olá, " + name, mail.Subject);
        Assert.Equal("Olá, " + name + ".", mail.Text);
        Assert.Contains("<p>Olá, " + name + ".</p>", System.Net.WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Html!, StringComparison.Ordinal);
        Assert.DoesNotContain("<a ", mail.Html!, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong", mail.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_works_in_both_forms()
    {
        const string Link = "https://crm.example/password/reset?u=7&t=a_b-c*d";
        var mail = MailWords.Write("s", "Veja [aqui]({{link}}) ou [{{link}}]({{link}})", Values(("link", Link)), MailLook.Plain("Casa"), "pt-BR");
        Assert.Equal($"Veja aqui: {Link} ou {Link}", mail.Text);
        Assert.Contains($"<a href=\"{Link.Replace("&", "&amp;", StringComparison.Ordinal)}\">aqui</a>", mail.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_of_a_template_is_shown_as_text()
    {
        var mail = MailWords.Write("s", "<img src=x onerror=alert(1)>\n\n**sim**", Values(), MailLook.Plain("Casa & Cia"), "pt-BR");
        Assert.DoesNotContain("<img", mail.Html!, StringComparison.Ordinal);
        Assert.Contains("<strong>sim</strong>", mail.Html!, StringComparison.Ordinal);
        Assert.Contains("Casa &amp; Cia", mail.Html!, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §5: a mail shows the tenant's logo, with its name for who sees no images")]
    public void The_logo_stands_above() =>
        Assert.Contains("<img src=\"https://crm.example/a/logo/k?x=1&amp;y\" alt=\"Casa &quot;&amp;&quot; Cia\"", MailWords.Write("s", "b", Values(), new MailLook("Casa \"&\" Cia", "https://crm.example/a/logo/k?x=1&y"), "en").Html!, StringComparison.Ordinal);

    [Fact]
    public void Line_breaks_of_a_subject_become_spaces() =>
        Assert.Equal("a Bcc: b@c.example", MailWords.Write("{{x}}", "b", Values(("x", "a\r\nBcc: b@c.example")), MailLook.Plain(""), "en").Subject);

    [Theory]
    [InlineData("{{name}}", true)]
    [InlineData("{{#if name}}a{{/if}}", true)]
    [InlineData("{{#if name}}a", false)]
    [InlineData("{{name", false)]
    public void A_broken_template_is_seen(string body, bool isReadable) => Assert.Equal(isReadable, MailWords.IsReadable(body, Values(("name", "Ana"))));

    [Fact(DisplayName = "001-48: what opens an access stands in no subject, whatever the tenant wrote")]
    public void Secrets_stay_out_of_the_subject()
    {
        var mail = MailWords.Write("{{code}} de {{name}}", "{{code}}", Values(("code", "042817"), ("name", "Ana")), MailLook.Plain(""), "en", ["code"]);
        Assert.Equal("••• de Ana", mail.Subject);
        Assert.Equal("042817", mail.Text);
    }

    [Theory]
    [InlineData("{{name}} {{site}} {{{name}}}", "")]
    [InlineData("{{#if name}}{{else}}{{/if}}", "")]
    [InlineData("{{nome}} {{#if outro}}x{{/if}}", "nome outro")]
    public void Unknown_values_are_found(string body, string unknown) => Assert.Equal(unknown, string.Join(' ', MailWords.Unknown(body, ["name"])));

    private static Dictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}

public sealed class EmailMessageTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    [Fact(DisplayName = "000-65 a mail is queued until it is sent, refused or given up")]
    public void Status_follows_the_tries()
    {
        var message = new EmailMessage { NextAttemptUtc = Now };
        message.Tried(new SendOutcome(SendResult.Later, "450 busy"), Now);
        Assert.Equal((EmailStatus.Queued, Now.AddMinutes(1), "450 busy", 1), (message.Status, message.NextAttemptUtc, message.Error, message.Attempts));
        message.Tried(new SendOutcome(SendResult.Unreachable, "refused"), Now);
        Assert.Equal(Now.AddMinutes(5), message.NextAttemptUtc);
        message.Tried(SendOutcome.Sent, Now);
        Assert.Equal((EmailStatus.Sent, null, null, Now), (message.Status, message.NextAttemptUtc, message.Error, message.SentUtc));
    }

    [Fact(DisplayName = "000-65 what only a file took was not sent, and is not tried again")]
    public void A_filed_mail_reached_nobody()
    {
        var message = new EmailMessage { NextAttemptUtc = Now, IsSecret = true, Text = "código 123456" };
        message.Tried(SendOutcome.Filed, Now);
        Assert.Equal((EmailStatus.Filed, null, null, null), (message.Status, message.NextAttemptUtc, message.SentUtc, message.Text));
    }

    [Fact]
    public void A_refused_mail_is_not_tried_again()
    {
        var message = new EmailMessage { NextAttemptUtc = Now };
        message.Tried(new SendOutcome(SendResult.Refused, "550 gone"), Now);
        Assert.Equal((EmailStatus.Failed, null), (message.Status, message.NextAttemptUtc));
    }

    [Fact]
    public void Patience_ends_after_a_day_and_a_half()
    {
        var message = new EmailMessage { NextAttemptUtc = Now };
        var at = Now;
        for (; message.NextAttemptUtc is { } next; at = next)
        {
            message.Tried(new SendOutcome(SendResult.Unreachable, "refused"), next);
        }

        Assert.Equal((EmailStatus.Failed, 9), (message.Status, message.Attempts));
        Assert.InRange(at - Now, TimeSpan.FromHours(35), TimeSpan.FromHours(36));
    }

    [Fact]
    public void A_secret_is_erased_once_sent_and_kept_while_it_waits()
    {
        var message = new EmailMessage { NextAttemptUtc = Now, IsSecret = true, Text = "código 123456" };
        message.Tried(new SendOutcome(SendResult.Later, "busy"), Now);
        Assert.Equal("código 123456", message.Text);
        message.Tried(SendOutcome.Sent, Now);
        Assert.Null(message.Text);
    }
}
