using ClientSuite.Privacy;
using Xunit;

namespace ClientSuite.Tests.Unit.Privacy;

public sealed class DataRequestTests
{
    private static readonly DateOnly Received = new(2026, 11, 2);

    [Fact(DisplayName = "issue 3 §6: a request is due 15 days after it came, presses after ten and is late the day after its deadline")]
    public void Its_clock()
    {
        var request = Ana();
        Assert.Equal(new DateOnly(2026, 11, 17), request.DueOn);
        Assert.Equal(0, request.WarningOn(Received.AddDays(9), 10));
        Assert.Equal(1, request.WarningOn(Received.AddDays(10), 10));
        request.NoteWarning(1);
        Assert.Equal(0, request.WarningOn(Received.AddDays(15), 10));
        Assert.Equal(2, request.WarningOn(Received.AddDays(16), 10));
        request.NoteWarning(2);
        Assert.Equal(0, request.WarningOn(Received.AddDays(40), 10));
    }

    [Fact(DisplayName = "issue 3 §6: a corrected day moves the deadline and warns anew")]
    public void Another_day()
    {
        var request = Ana();
        request.NoteWarning(2);
        request.Describe(RequestForm.Of(request) with { ReceivedOn = Received.AddDays(5) }, 15);
        Assert.Equal(Received.AddDays(20), request.DueOn);
        Assert.Equal(1, request.WarningOn(Received.AddDays(15), 10));
    }

    [Fact(DisplayName = "issue 3 §6: a closed request warns nobody, is closed once and stays as it was answered")]
    public void Closed()
    {
        var request = Ana();
        request.Close(isRefused: false, "Enviado", new DateTime(2026, 11, 3, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(RequestStatus.Answered, request.Status);
        Assert.Equal(0, request.WarningOn(Received.AddDays(90), 10));
        Assert.Throws<RuleBrokenException>(() => request.Close(isRefused: true, "Não", DateTime.UnixEpoch));
        Assert.Throws<RuleBrokenException>(() => request.Describe(RequestForm.Of(request) with { Details = "Outra coisa" }, 15));
        Assert.Equal("Tudo", request.Details);
    }

    [Fact(DisplayName = "issue 3 §6: an anonymised request keeps kind, days and state")]
    public void Anonymised()
    {
        var request = Ana();
        request.Attach("key", "prova.pdf", "application/pdf");
        Assert.Equal("key", request.Anonymize("Titular anonimizado #1"));
        Assert.Equal(("Titular anonimizado #1", "", "", "", ""), (request.RequesterName, request.RequesterContact, request.Proof, request.Details, request.EvidenceName));
        Assert.Equal((RequestType.Elimination, Received), (request.Type, request.ReceivedOn));
    }

    [Fact(DisplayName = "issue 3 §6: new words of a purpose are a new version, the same words are not")]
    public void Versions_of_words()
    {
        var now = new DateTime(2026, 11, 3, 0, 0, 0, DateTimeKind.Utc);
        var purpose = new ConsentPurpose();
        Assert.Equal(1, purpose.Describe("Novidades", "Aceito receber.", now)?.Version);
        Assert.Null(purpose.Describe("Novidades por e-mail", "Aceito receber.", now));
        Assert.Equal(2, purpose.Describe("Novidades por e-mail", "Aceito receber novidades.", now)?.Version);
    }

    [Fact(DisplayName = "issue 3 §6: a consent keeps address and browser in the portal alone, and revoking ends it once")]
    public void A_consent()
    {
        var now = new DateTime(2026, 11, 3, 0, 0, 0, DateTimeKind.Utc);
        var purpose = new ConsentPurpose();
        purpose.Describe("Novidades", "Aceito.", now);
        var source = new ConsentSource("Ana", "203.0.113.7", "Firefox");
        Assert.Null(Consent.Give(1, purpose, ConsentChannel.Phone, source, now).RemoteIp);
        var given = Consent.Give(1, purpose, ConsentChannel.Portal, source, now);
        Assert.Equal(("203.0.113.7", "Firefox", 1), (given.RemoteIp, given.UserAgent, given.TextVersion));
        given.Revoke(ConsentChannel.Email, "Bia", now.AddDays(1));
        given.Revoke(ConsentChannel.Api, "Caio", now.AddDays(2));
        Assert.Equal((now.AddDays(1), ConsentChannel.Email, "Bia"), (given.RevokedUtc, given.RevokedChannel, given.RevokedBy));
    }

    private static DataRequest Ana()
    {
        var request = new DataRequest();
        request.Describe(new RequestForm { Type = RequestType.Elimination, RequesterName = "Ana", RequesterContact = "ana@x.example", Proof = "RG", Details = "Tudo", ReceivedOn = Received }, 15);
        return request;
    }
}
