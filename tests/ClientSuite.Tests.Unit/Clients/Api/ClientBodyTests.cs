using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients.Api;

public sealed class ClientBodyTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private static readonly ClientDetails Stored = new()
    {
        TradeName = "A",
        TaxId = "52998224725",
        Emails = new("a@x.com\nb@x.com"),
        Phones = new("+5531988774512"),
        City = "Contagem",
        State = "MG",
        Country = "BR",
        PostalCode = "32315040",
    };

    [Fact]
    public void A_merge_patch_changes_only_what_it_names()
    {
        var details = Read("""{"tradeName":"B","address":{"city":"Betim"},"id":"7","status":"active","nonsense":1}""");

        Assert.Equal(Stored with { TradeName = "B", City = "Betim" }, details);
    }

    [Fact]
    public void Null_empties_a_field() => Assert.Equal("", Read("""{"taxId":null}""").TaxId);

    [Fact(DisplayName = "issue 2 §9: the API takes days in one form alone")]
    public void A_day_is_year_month_day() => Assert.Equal(new DateOnly(1999, 12, 31), Read("""{"birthDate":"1999-12-31"}""").BirthDate);

    [Fact]
    public void One_email_changes_the_first_of_several() => Assert.Equal(["c@x.com", "b@x.com"], Read("""{"email":"c@x.com"}""").Emails.All);

    [Fact]
    public void A_list_replaces_all() => Assert.Equal(["+551133334444"], Read("""{"phones":["(11) 3333-4444"]}""").Phones.All);

    [Theory]
    [InlineData("""{"email":"a@x.com","emails":["b@x.com"]}""", "email", "clients.error.contacts")]
    [InlineData("""{"tradeName":5}""", "tradeName", "clients.error.type")]
    [InlineData("""{"blocked":"yes"}""", "blocked", "clients.error.type")]
    [InlineData("""{"emails":"a@x.com"}""", "emails", "clients.error.type")]
    [InlineData("""{"birthDate":"31/12/1999"}""", "birthDate", "clients.error.date.api")]
    [InlineData("""{"birthDate":"1999-12-31T00:00:00Z"}""", "birthDate", "clients.error.date.api")]
    [InlineData("""{"birthDate":"1999-02-31"}""", "birthDate", "clients.error.date.api")]
    [InlineData("""{"birthDate":19991231}""", "birthDate", "clients.error.type")]
    [InlineData("""{"address":{"state":"ZZ"}}""", "address.state", "clients.error.state")]
    [InlineData("""{"tradeName":""}""", "tradeName", "clients.error.required.tradeName")]
    [InlineData("""{"tradeName":"\ud83c"}""", "tradeName", "clients.error.text")]
    public void What_is_wrong_names_the_member(string json, string field, string key)
    {
        Assert.False(ClientBody.Parse(json)!.TryRead(Stored, Today, out _, out var problems)); // an object parses

        Assert.Contains(problems, p => p.Field == field && p.Key == key);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    public void What_is_no_object_cannot_be_read(string json) => Assert.Null(ClientBody.Parse(json));

    private static ClientDetails Read(string json)
    {
        Assert.True(ClientBody.Parse(json)!.TryRead(Stored, Today, out var details, out var problems), string.Join(' ', problems.Select(p => p.Field + " " + p.Key))); // an object parses
        return details;
    }
}
